"""`region_changed`: sent on commit when what cities offer each other may have changed (a news item that is or was
offered was published, withdrawn, moved or deleted). Argument: `city`, the source. Whoever keeps pages that show
„Aus der Region“ forgets them now: home pages, /aus-der-region/ and its feeds on all portals."""

from django.dispatch import Signal

region_changed = Signal()
