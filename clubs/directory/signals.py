"""What others may want to know of a club, told inside the transaction of the change."""

from django.dispatch import Signal

# sender=Club, club, old, new: the club belongs to city `new` from now on, and its rows of this app, too. The club is
# locked; whoever holds rows of the club with a city moves them now.
club_moved = Signal()
