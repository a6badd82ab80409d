"""What others may want to know, told inside the transaction of the change."""

from django.dispatch import Signal

# sender=SignUp, sign_up (with shift and offer), came, actor: the desk noted that the person came (True), or that they did
# not or that it is open again (False)
attended = Signal()
