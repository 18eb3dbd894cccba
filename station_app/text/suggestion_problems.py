"""What is said where an act on a suggestion, its opinions or its cosigners cannot be done."""

from __future__ import annotations

SUGGESTION_PROBLEMS = {
    "opinion_promoted": "意见 {number} 已经转成另一件建议，不能再加；请先从那一件里移出",
    "opinion_kept_here": "意见 {number} 是工作秘密，不能转成建议",
    "cosigner_is_lead": "{name}是领衔代表，不用再附议",
    "cosigner_twice": "{name}已经在附议名单里",
    "cosigning_is_over": "这件建议已经提出，不能再加附议代表",
    "not_to_be_let_stand": "这一项不能放行，请先改好",
    "reason_missing": "请写一句保留的理由",
}
