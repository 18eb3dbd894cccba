"""What a problem of visits, matters and their files says, one sentence a code."""

from __future__ import annotations

FILES = {
    "file_empty": "这个文件是空的，请重新拷一次",
    "file_unreadable": "{value} 读不出来，请看看盘还插着没有，或换一个文件",
    "file_phone_format": "这是手机的 HEIC 照片，这里看不了；请在手机上把照片存成 JPG 再拷来（设置里选“兼容性最佳”）",
    "file_film": "这是视频，不收；请截一张图，或把看到的写下来",
    "file_program": "这不是照片，是能运行的程序，不收；请不要打开它",
    "file_office": "这是表格、文档或压缩包，不收；请另存为 PDF，或者打印后拍照",
    "file_unknown": "认不出这是什么文件；能收照片（JPG、PNG 等）和 PDF",
    "file_pdf_active": "这个 PDF 里带了程序或别的文件，不收；请打印成一份新的 PDF，或者拍照",
    "file_too_large": "文件有 {value} MB，最多收 {most} MB；请分成几份，或者拍照",
    "paper_broken": "这个 PDF 打不开，或者有密码；请重新存一份，或者打印后拍照",
    "picture_broken": "这张照片坏了或没拷完整，请重新拷一次",
    "picture_too_many_pixels": "这张图有 {value} 百万像素，太大了，请缩小后再附",
    "picture_several_pages": "这是好几页的扫描件，请存成 PDF 再附",
}

CLOSING = {
    "closing_basis_unfit": "选这条办结依据，要先写好（并且对得上）：{needed}；请换一条依据，或先补上",
    "tries_few": "才联系了 {value} 次；联系不上办结，要先试 {least} 次，再张贴公布",
}

VISIT_PROBLEMS = {**FILES, **CLOSING}
