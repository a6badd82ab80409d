"""What happens to projects, for apps that stand above: they listen, projects do not know them.

`changed`: sent inside the transaction. Arguments: city, project, kind ("news" | "milestone" | …), title, path, key
(name of the event: the same one may be sent again).
"""

from django.dispatch import Signal

changed = Signal()
