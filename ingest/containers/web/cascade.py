"""What a page's rules give its elements (层叠): the heaviest rule wins, an element's own style over most of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.containers.web.sheets import Rule, rules_of

_MOST = 300  # selectors that are asked
_MOST_FOUND = 20_000  # elements that they find
_NONE = re.compile(r"(?!)")


class Property(NamedTuple):
    """What some declarations give an element, and others take from it."""

    words: tuple[str, ...]  # a style sheet without these says nothing of it
    gives: re.Pattern[str]
    takes: re.Pattern[str]
    names: tuple[str, ...] = ()  # an element whose own style has none of these says nothing of it
    leaves_open: re.Pattern[str] = _NONE  # nobody knows what they do

    def said(self, declarations: str) -> tuple[bool | None, bool] | None:
        """Do declarations give it (None: nobody knows), and is that important? None where they say nothing of it."""
        for verdict, pattern in ((None, self.leaves_open), (True, self.gives), (False, self.takes)):
            found = pattern.search(declarations)
            if found is not None:
                end = declarations.find(";", max(found.start() + 1, found.end() - 1))
                said = declarations[found.start() : end if end >= 0 else None]
                return verdict, "important" in said
        return None


@dataclass(slots=True)
class Given:
    """What the rules that find one element say of a property."""

    node: LexborNode
    weight: tuple[object, ...] = ()
    has: bool = False
    is_important: bool = False
    is_said: bool = False  # by a rule that holds for certain
    unsure: list[tuple[tuple[object, ...], bool | None]] = field(default_factory=list)

    def hear(self, rule: Rule, has: bool | None, *, important: bool) -> None:
        weight = (important, *rule.weight)
        if not rule.is_sure or has is None:
            self.unsure.append((weight, has))
        elif not self.weight or weight >= self.weight:
            self.weight, self.has, self.is_important, self.is_said = weight, has, important, True

    @property
    def is_open(self) -> bool:
        """May a rule of which nobody knows whether it holds make it otherwise?"""
        return any(has is not self.has and (not self.weight or weight >= self.weight) for weight, has in self.unsure)


def given(page: LexborHTMLParser, wanted: Property) -> dict[int, Given]:
    """What rules say of a property, by elements (``mem_id``)."""
    found: dict[int, Given] = {}
    telling = [(rule, said) for rule in rules_of(page) if not rule.pseudo and (said := wanted.said(rule.declarations))]
    telling.sort(key=lambda one: one[1][0] is False)  # those that take it may be too many to be asked
    for rule, (has, important) in telling[:_MOST]:
        for node in selected(page, rule):
            found.setdefault(node.mem_id, Given(node)).hear(rule, has, important=important)
        if len(found) > _MOST_FOUND:
            break
    return found


def selected(page: LexborHTMLParser, rule: Rule) -> list[LexborNode]:
    """The elements that a rule is of."""
    try:
        return page.css(rule.selector)
    except Exception:
        return []


def having(page: LexborHTMLParser, wanted: Property) -> frozenset[int]:
    """The elements (by ``mem_id``) that the page's own style sheets give a property, or may give it."""
    return frozenset(element for element, one in given(page, wanted).items() if one.has or one.is_open)


def declared(
    page: LexborHTMLParser, pattern: re.Pattern[str], words: tuple[str, ...]
) -> Iterator[tuple[LexborNode, str]]:
    """Elements and declarations with a pattern: of the page's own rules in their order, then of elements' own style."""
    telling = (
        rule for rule in rules_of(page) if not rule.pseudo and rule.is_sure and pattern.search(rule.declarations)
    )
    found = 0
    for rule in islice(telling, _MOST):
        nodes = selected(page, rule) if found <= _MOST_FOUND else []
        found += len(nodes)
        for node in nodes:
            yield node, rule.declarations
    known = dict[str, bool]()
    for node in with_style(page, words):
        style = node.attributes.get("style") or ""
        if style not in known:
            known[style] = pattern.search(style) is not None
        if known[style]:
            yield node, style


def with_style(page: LexborHTMLParser, names: Iterable[str]) -> list[LexborNode]:
    """The elements whose own style has one of these words (``^``: begins with it)."""
    return page.css(",".join(f"[style{'^' if name[0] == '^' else '*'}='{name.lstrip('^')}' i]" for name in names))


def styled(page: LexborHTMLParser, wanted: Property) -> set[int]:
    """The elements (by ``mem_id``) that have a property by a rule or by what their own style says over it."""
    by_rule = given(page, wanted)
    found = {element for element, one in by_rule.items() if one.has or one.is_open}
    known = dict[str, tuple[bool | None, bool] | None]()  # a page says the same of hundreds of elements
    for node in with_style(page, wanted.names):
        style, rule = node.attributes.get("style") or "", by_rule.get(node.mem_id) if by_rule else None
        if style not in known:
            known[style] = wanted.said(style)
        said = known[style]
        if said is None or (rule is not None and rule.is_important and not said[1]):
            continue
        (found.discard if said[0] is False else found.add)(node.mem_id)
    return found
