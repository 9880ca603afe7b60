"""The places of the world, with the names and codes that they bore: by hand, and by no table of the project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place that may have changed once: (first year of the second form, its code, name, place above)."""

    id: str
    level: str
    code: str
    name: str  # as an agency's name has it
    above: str | None  # the id of the place above
    changed: tuple[int, str, str, str | None] | None = None

    def code_in(self, year: int) -> str:
        """The code in a year."""
        return self.changed[1] if self.changed and year >= self.changed[0] else self.code

    def name_in(self, year: int) -> str:
        """The name in a year."""
        return self.changed[2] if self.changed and year >= self.changed[0] else self.name

    def above_in(self, year: int) -> str | None:
        """The id of the place above in a year."""
        return self.changed[3] if self.changed and year >= self.changed[0] else self.above


_ALL = (
    Place("国", "national", "100000", "", None),
    Place("闽", "provincial", "350000", "福建省", "国"),
    Place("三明", "prefectural", "350400", "三明市", "闽"),
    Place("沙县", "county", "350427", "沙县", "三明", (2021, "350405", "三明市沙县区", "三明")),
    Place("尤溪", "county", "350426", "尤溪县", "三明"),
    Place("豫", "provincial", "410000", "河南省", "国"),
    Place("洛阳", "prefectural", "410300", "洛阳市", "豫"),
    Place("孟津", "county", "410322", "孟津县", "洛阳", (2021, "410308", "洛阳市孟津区", "洛阳")),
    Place("郑州", "prefectural", "410100", "郑州市", "豫"),
    Place("二七", "county", "410103", "郑州市二七区", "郑州"),
    Place("新郑", "county", "410184", "新郑市", "郑州"),
    Place("鄂", "provincial", "420000", "湖北省", "国"),
    Place("仙桃", "county", "429004", "仙桃市", "鄂"),
    Place("京", "provincial", "110000", "北京市", "国"),
    Place("海淀", "county", "110108", "北京市海淀区", "京"),
    Place("吉", "provincial", "220000", "吉林省", "国"),
    Place("长春", "prefectural", "220100", "长春市", "吉"),
    Place("四平", "prefectural", "220300", "四平市", "吉"),
    Place("公主岭", "county", "220381", "公主岭市", "四平", (2020, "220184", "公主岭市", "长春")),
)
PLACES = {place.id: place for place in _ALL}


def outward(place: str, year: int) -> list[str]:
    """A place and those that it lay in, in a year."""
    found, at = [], place
    while at is not None:
        found.append(at)
        at = PLACES[at].above_in(year)  # type: ignore[assignment]
    return found
