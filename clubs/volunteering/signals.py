"""What others may want to know, told inside the transaction of the change."""

from django.dispatch import Signal

# sender=SignUp, sign_up (with shift and offer), came (bool), actor: the desk noted whether the person came
attended = Signal()
