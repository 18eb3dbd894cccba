"""What the gateway says to whoever operates it."""

from __future__ import annotations

LISTENS = "平台在 {listen} 运行；公钥 {key}"
INVITED = "{name}的准入文件写好了：{path}；一次性的码是 {code}"
RESTORED = "换成了新的纪元 {epoch}：各站下次联系时会自己核对，补上缺的"
REVOKED = "停用了设备 {key}；它以后送来的批次留给人看"
REBUILT = "重新归并了 {records} 条登记"

PARTS = {"journals": "流水", "devices": "设备", "aside": "另存", "quarantine": "隔离"}
"""The parts of the status, by the name that programs know them by."""
