"""Page types that editors build a portal from. One tree per city; the tree is the city's menu."""

from .base import ICONS, CityPageQuerySet, PageTopic, PortalPage, Topic
from .events import EventIndexPage, EventPage
from .news import NewsIndexPage, NewsPage
from .pages import ContentPage, DirectoryPage, HomePage, HomeTask, LegalPage, SectionPage
from .reports import BarrierReport

__all__ = [
    "ICONS",
    "BarrierReport",
    "CityPageQuerySet",
    "ContentPage",
    "DirectoryPage",
    "EventIndexPage",
    "EventPage",
    "HomePage",
    "HomeTask",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "PageTopic",
    "PortalPage",
    "SectionPage",
    "Topic",
]
