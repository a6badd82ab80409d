"""Registration only: our link handlers take the place of Wagtail's."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from .rich_text import BundledDocumentLinks, BundledPageLinks


@hooks.register("register_rich_text_features", order=100)
def bundled_links(features: FeatureRegistry) -> None:
    features.register_link_type(BundledPageLinks)
    features.register_link_type(BundledDocumentLinks)
