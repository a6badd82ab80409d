"""The portal's own blocks, in the order of the picker. Names are stored with the content: never rename one."""

from .columns import ColumnsBlock
from .editorial import (
    AccordionBlock,
    CalloutBlock,
    CityFiguresBlock,
    FaqBlock,
    FiguresBlock,
    HeadingBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)
from .latest import EventTeaserBlock, NewsTeaserBlock, RegionTeaserBlock
from .links import FollowBlock, LinkTilesBlock
from .media import DownloadsBlock, GalleryBlock, ImageBlock, VideoBlock
from .places import ContactCardBlock, MapBlock, OpeningHoursBlock
from .registry import Entry

BLOCKS = [
    Entry("text", TextBlock(), 10),
    Entry("heading", HeadingBlock(), 11),
    Entry("callout", CalloutBlock(), 12),
    Entry("steps", StepsBlock(), 13),
    Entry("accordion", AccordionBlock(), 14),
    Entry("faq", FaqBlock(), 15),
    Entry("table", TableBlock(), 16),
    Entry("figures", FiguresBlock(), 17),
    Entry("quote", QuoteBlock(), 18),
    Entry("columns", ColumnsBlock(), 19),
    Entry("image", ImageBlock(), 20),
    Entry("gallery", GalleryBlock(), 21),
    Entry("video", VideoBlock(), 22),
    Entry("downloads", DownloadsBlock(), 23),
    Entry("link_tiles", LinkTilesBlock(), 30),
    Entry("news_teaser", NewsTeaserBlock(), 40),
    Entry("event_teaser", EventTeaserBlock(), 41),
    Entry("region_teaser", RegionTeaserBlock(), 42),
    Entry("contact_card", ContactCardBlock(), 50),
    Entry("opening_hours", OpeningHoursBlock(), 51),
    Entry("map", MapBlock(), 52),
    Entry("city_figures", CityFiguresBlock(), 53),
    Entry("follow", FollowBlock(), 60),
]
