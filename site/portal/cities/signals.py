"""`city_added`: sent inside the transaction that makes a city; apps add their part (pages, offices …).

Arguments: `city`, `actor`, `root` (Wagtail's tree root).

`city_changed`: sent after the commit of a change of a city's settings or looks; whoever keeps something made from
them forgets it now. Arguments: `city`, `fields` (names of the changed fields).
"""

from django.dispatch import Signal

city_added = Signal()
city_changed = Signal()
