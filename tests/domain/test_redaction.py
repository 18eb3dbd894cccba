"""What readers of a paper may see: nothing that its leaves hide stands in its free text either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.domain.field import Kind, built, fields_of
from station_app.domain.records import Attendance, Deputy, Opinion, Person, ReceptionDay, Station, Suggestion, Visit
from station_app.domain.redaction import Audience, Leaf, Terms, redacted
from station_app.domain.secrecy import ACCUSED
from station_app.domain.tally import (
    DaySummary,
    Evidence,
    EvidenceLine,
    Handover,
    Referral,
    SuggestionPaper,
    TalliedMatter,
    VisitSheet,
    seen_by,
)
from station_app.services.printing import look_alikes

TERMS = Terms(lambda code: {"1": "青山村", "2": "高坪村"}.get(code, ""), frozenset({"0000"}), look_alikes())
SECRETS = ("name", "phone", "id_number", "address")
ORDINARY: dict[str, str] = {"sensitivity": "GENERAL", "disclosure": "FULL"}
KEPT: dict[str, str] = {"sensitivity": "CONFIDENTIAL"}
ACCUSES: dict[str, str] = {"opinion_kind": "REPORT"}

names = st.sampled_from(
    ["杨胜美", "高兴", "和平", "李䶮", "𬭎明", "欧阳春华", "买买提·吐尔逊", "阿依努尔", "Tashi Dorje", "光明", "王一"]
)
phones = st.sampled_from(["13985001234", "16112345678", "0857-8221234", "19912348765"])
documents = st.sampled_from(["52032419920211999X", "520324850101123", "522401197702301238"])
addresses = st.sampled_from(["河坝组老粮站旁边", "三组坡脚第二家木房", "幸福路17号附2号楼"])
WIDE = {number: number + 0xFEE0 for number in (*range(0x30, 0x3A), *range(0x41, 0x5B))}
people = st.builds(
    lambda uid, *said: built(Person, {**dict(zip(SECRETS, said, strict=True)), "uid": uid, "village": "1"}),
    st.uuids().map(lambda one: one.hex),
    names,
    phones,
    documents,
    addresses,
)
spellings = st.sampled_from([str, " ".join, lambda word: word.translate(WIDE), "-".join])


def told(person: Person, spelt: Any = str) -> str:
    """Words in which somebody says all that is theirs."""
    said = [spelt(getattr(person, name)) for name in SECRETS]
    return "我叫{}，电话{}，身份证{}，住在{}，路塌了没有人修。".format(*said)


def matter(person: Person, values: dict[str, str], words: str) -> TalliedMatter:
    """An opinion in whose every free text `words` stand, as it was heard."""
    texts = {
        spec.name: words
        for spec in fields_of(Opinion)
        if spec.kind in (Kind.TEXT, Kind.PROSE)
        and not (spec.given or spec.check or spec.target or spec.follows)
        and spec.name != ACCUSED  # which says that it is an accusation
    }
    visit = built(Visit, {"uid": "1" * 32, "guardian": person.name, "proxy_name": person.name, "carried": words})
    opinion = built(Opinion, {**texts, "uid": person.uid, "visit": person.uid, "village": "1", **values})
    return TalliedMatter(opinion, person.name, "1", 1, (visit, person))


def texts_of(item: Any) -> Iterator[str]:
    """Every text of a tree."""
    match item:
        case str():
            yield item
        case tuple() | list():
            for one in item:
                yield from texts_of(one)
        case dict():
            yield from texts_of(tuple(item.values()))
        case _ if is_dataclass(item):
            yield from texts_of([getattr(item, one.name) for one in fields(item)])


def is_told(secret: str, tree: object) -> bool:
    """Whether a text stands anywhere in a tree, however it is spelt there."""

    def plain(text: str) -> str:
        narrow = text.translate({wide: narrow for narrow, wide in WIDE.items()})
        return "".join(sign for sign in narrow if sign.isalnum()).casefold()

    return any(plain(secret) in plain(text) for text in texts_of(tree))


def secrets_of(person: Person) -> list[str]:
    return [getattr(person, name) for name in SECRETS]


def summary(*matters: TalliedMatter, common: str = "") -> DaySummary:
    day = built(ReceptionDay, {"held_on": "2026-11-23", "common_matters": common})
    came = built(Attendance, {"presence": "PRESENT"})
    deputy = built(Deputy, {"uid": "d" * 32, "name": "秦彬", "phone": "13912345678"})
    return DaySummary(built(Station, {}), day, ((came, deputy, None),), (), matters, matters, ("王小莉",), "2026-11-24")


@settings(max_examples=30, deadline=None)
@given(people, people, spellings)
def test_nothing_personal_stands_on_a_public_paper(one: Person, other: Person, spelt: Any) -> None:
    facts = summary(
        matter(one, ORDINARY, told(other, spelt)), matter(other, KEPT, told(one, spelt)), common=told(one, spelt)
    )
    seen = seen_by(Audience.PUBLIC, facts, TERMS).facts
    assert (len(seen.matters), seen.withheld) == (1, 1)
    seen = replace(seen, attendance=())
    assert [one for one in (*secrets_of(one), *secrets_of(other)) if is_told(one, seen)] == []


@settings(max_examples=30, deadline=None)
@given(people, people, spellings, st.sampled_from([Audience.DESK, Audience.DEPUTY]), st.sampled_from([KEPT, ACCUSES]))
def test_who_asked_for_confidence_stands_in_no_field_of_a_paper_that_is_read_by_others(
    one: Person, other: Person, spelt: Any, audience: Audience, kept: dict[str, str]
) -> None:
    facts = summary(
        matter(one, kept, told(one, spelt)), matter(other, ORDINARY, told(one, spelt)), common=told(one, spelt)
    )
    own = {one.uid, other.uid} if audience is Audience.DEPUTY else ()
    seen = seen_by(Audience.DESK if not own else Audience.PUBLIC, facts, TERMS, own).facts
    hidden = [secret for secret in secrets_of(one) if secret not in secrets_of(other)]
    assert [secret for secret in hidden if is_told(secret, seen)] == []
    if one.name != other.name:
        assert is_told(other.name, seen), "the others are named"


@settings(max_examples=30, deadline=None)
@given(people, spellings, st.sampled_from([ORDINARY, KEPT]))
def test_a_unit_hears_of_nobody_who_asked_for_confidence_and_of_no_document(
    one: Person, spelt: Any, values: dict[str, str]
) -> None:
    line = matter(one, values, told(one, spelt))
    facts = Referral(
        station=built(Station, {}),
        opinion=line.opinion,
        source="F26-0001",
        speaker=one.name,
        speaker_phone=one.phone,
        village="青山村",
        heard=line.heard,
        deputies=("秦彬",),
        officer="王小莉",
        officer_phone="",
        printed_on="2026-11-24",
    )
    seen = redacted(facts, Audience.UNIT, TERMS).facts
    hidden = secrets_of(one) if values is KEPT else [one.id_number, one.address]
    assert [secret for secret in hidden if is_told(secret, seen)] == []
    assert (seen.speaker == one.name) is (values is ORDINARY)


@settings(max_examples=30, deadline=None)
@given(people, spellings, st.sampled_from([KEPT, ACCUSES]))
def test_a_receipt_that_may_be_lost_names_nobody_who_asked_for_confidence(
    one: Person, spelt: Any, values: dict[str, str]
) -> None:
    line = matter(one, values, told(one, spelt))
    facts = VisitSheet(
        station=built(Station, {}),
        visit=built(Visit, {"guardian": one.name, "proxy_name": one.name}),
        person=one,
        companions=(one.name,),
        representatives=(one.name,),
        deputies=("秦彬",),
        recorder="王小莉",
        matters=(line.opinion,),
        earlier="",
        contact="王小莉",
        contact_phone="",
        printed_on="2026-11-24",
    )
    seen = redacted(facts, Audience.VISITOR, TERMS).facts
    assert [secret for secret in secrets_of(one) if is_told(secret, seen)] == []
    assert redacted(facts, Audience.FILE, TERMS).facts is facts, "the sheet itself holds everything"


@settings(max_examples=30, deadline=None)
@given(people, people, spellings)
def test_a_suggestion_and_a_handover_name_no_petitioner_whom_they_must_not(
    one: Person, other: Person, spelt: Any
) -> None:
    sources = (matter(one, ORDINARY, told(one, spelt)), matter(other, KEPT, told(other, spelt)))
    words = {name: told(one, spelt) + told(other, spelt) for name in ("title", "situation", "analysis", "proposals")}
    line = EvidenceLine("1" * 32, "F26-0001", "2026-11-23", "青山村", told(one, spelt), "道路", 3)
    paper = SuggestionPaper(built(Suggestion, words), "联络站", None, None, (), Evidence((line,)), sources)
    seen = redacted(paper, Audience.CONGRESS, TERMS).facts
    assert [secret for secret in (*secrets_of(one), *secrets_of(other)) if is_told(secret, seen)] == []
    given_over = Handover("站", "王小莉", "", "2026-11-24", sources, sources, (), (), (), {}, 0, 0)
    left = redacted(given_over, Audience.DESK, TERMS).facts
    hidden = [secret for secret in secrets_of(other) if secret not in secrets_of(one)]
    assert [secret for secret in hidden if is_told(secret, left)] == []


def public(words: str, **opinion: str) -> tuple[str, list[tuple[Leaf, str]]]:
    """What becomes of a title on the wall, and what was hidden in it."""
    person = built(Person, {"uid": "2" * 32, "name": "杨胜美"})
    line = matter(person, {**ORDINARY, "title": words, **opinion}, "")
    seen = seen_by(Audience.PUBLIC, summary(line), TERMS)
    return seen.facts.matters[0].opinion.title, [(found.kind, found.text) for found in seen.found]


@pytest.mark.parametrize(("words", "shown"), [
    ("打电话13985001234问", "打电话×××问"),
    ("打电话139 8500 1234问", "打电话×××问"),
    ("打电话１３９８５００１２３４问", "打电话×××问"),
    ("打电话幺三九八五零零幺二三四问", "打电话×××问"),
    ("座机8221234没人接", "座机×××没人接"),
    ("微信号abc_12345加我", "微信号×××加我"),
    ("写信到a.b@example.com", "写信到×××"),
    ("证件52032419920211999X丢了", "证件×××丢了"),
    ("车牌贵C12345堵路", "车牌×××堵路"),
    ("欠款12000000元没有还", "欠款12000000元没有还"),
    ("2026-11-23以来路不通", "2026-11-23以来路不通"),
    ("共12户86人", "共12户86人"),
])  # fmt: skip
def test_what_looks_like_a_number_of_somebody_is_hidden_and_what_counts_something_stays(words: str, shown: str) -> None:
    assert public(words)[0] == shown


def test_what_only_looks_like_a_name_is_hidden_until_a_person_lets_it_stand() -> None:
    words = "村民王建国反映，张大山书记不管，胜美家门口路塌了"
    shown, found = public(words)
    assert shown == "村民王某反映，张某书记不管，某某家门口路塌了"
    assert [text for _, text in found] == ["胜美", "王建国", "张大山"]
    person = built(Person, {"uid": "2" * 32, "name": "杨胜美"})
    facts = summary(matter(person, {**ORDINARY, "title": words}, ""))
    kept = seen_by(Audience.PUBLIC, facts, replace(TERMS, kept=frozenset({"张大山"}))).facts
    assert kept.matters[0].opinion.title == "村民王某反映，张大山书记不管，某某家门口路塌了"


def test_a_village_of_which_fewer_than_three_came_is_not_named() -> None:
    persons = [built(Person, {"uid": f"{number}" * 32, "name": name}) for number, name in enumerate("甲乙丙丁")]
    lines = [matter(one, {**ORDINARY, "title": "青山村和高坪村的路"}, "") for one in persons]
    lines[3] = replace(lines[3], village="2", opinion=replace(lines[3].opinion, village="2"))
    seen = seen_by(Audience.PUBLIC, replace(summary(*lines), earlier=()), TERMS).facts
    assert [one.village for one in seen.matters] == ["1", "1", "1", ""]
    assert {one.opinion.title for one in seen.matters} == {"青山村和某村的路"}


@pytest.mark.parametrize(("opinion", "shown"), [
    ({"disclosure": "NONE"}, ""),
    ({"disclosure": "TITLE_ONLY"}, "路塌了"),
    ({"disclosure": "NONE", "category": "0000"}, "路塌了"),
    ({"disclosure": "NOT_RECORDED", "category": "0206"}, "路塌了"),
])  # fmt: skip
def test_a_title_stands_on_the_wall_where_it_was_agreed_or_never_asked(opinion: dict[str, str], shown: str) -> None:
    assert public("路塌了", **opinion)[0] == shown
