from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

# The mail comes from the outbox of this app, with its own way to unsubscribe.
NOTICES = [Kind("following.change", _("{project}: {title}"), mail=False, icon="bell")]
