"""Sentences of secret matters: accusations, work secrets, speakers who asked to be kept."""

from __future__ import annotations

SECRECY_PROBLEMS = {
    "moved_apart": "这件事已另行登记为 {value}，只存在本机；原来的 {former} 已撤下内容，编号不再使用",
    "secret_at_office": "检举控告和工作秘密不在县里的电脑上登记：检举控告请告知来访人到纪检监察机关反映",
    "secrecy_by_two": "这件事保密，不能直接改掉；请用“解除保密”或“准许同名的人查看”，要两个人在场",
    "secrecy_by_recorder": "这件保密的事是{value}记的，要由{value}本人来办",
    "secrecy_second_person": "这件事要两个人在场：请另一位同事在这台电脑前输入自己的密码",
    "second_password_wrong": "第二人的密码不对，请本人再输一遍",
    "second_person_other": "第二人要是本站在任、看得到这一条的另一位同事，请换一位",
    "let_in_by_others": "准许谁看，不能由他自己来办；请另外两位同事办",
    "day_names_who_stays": "这一格要上报、张贴，写到了当天来反映保密事项的人；请把他的姓名、电话、住址删去",
    "letter_key_miscopied": "公钥抄错了，请对着纸再输一遍：56 个字母和数字，一个不能少",
    "letter_fingerprint_other": "对方念的指纹和这个公钥对不上，请重新核对；对不上就不要用",
    "letter_key_missing": "还没有输入纪检监察机关的公钥，请先用 letter-key 照纸输入；或者打印转交函",
    "letter_of_no_accusation": "这件不是检举控告，没有转交函",
    "letter_unreadable": "这不是密封的转交文件，或者没有拷完整，请重新拷一次",
    "letter_not_yours": "这把私钥打不开它：不是写给你们的，或者文件被改过；请联络站重做一份",
    "not_secret": "这件事没有保密，不用办这一步",
    "names_what_stays": "这一格指的是保密的登记，只存在本机，不能写进要上报的登记里；请另行登记一份",
    "accused_keep_the_book": "能看这件事的人都是被检举的人，本机不收。请打印空白转交函，用纸写，直接交给{value}",
    "accused_sits_here": "被检举的就是现在登录的人，不能由他记。请换一位同事登录来记，或者用纸写，直接交给{value}",
}
"""What is said where a matter is secret, by the code of the problem."""
