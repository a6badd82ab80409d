"""Is this paper genuine? For anyone, without an account; nothing is asked of the visitor but what the paper says."""

from __future__ import annotations

import base64

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clubs.hours import keys, paper, seal
from clubs.hours.forms import CheckForm, NameForm
from clubs.hours.models import Certificate
from clubs.volunteering import visits
from clubs.volunteering.visits import Visit


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    """The alliance's public keys: with them anyone checks a paper without us."""
    if request.city is None or request.is_admin_host:
        raise Http404
    rows = [
        {"kid": keys.key_id(raw), "alg": "Ed25519", "key": base64.b64encode(raw).decode(), "current": n == 0}
        for n, raw in enumerate(keys.public_keys())
    ]
    return JsonResponse(
        {"keys": rows, "payload_context": seal.CONTEXT.decode(), "file_context": paper.CONTEXT.decode()}
    )


@visits.personal_page
@require_safe
def check_any(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Type or paste the address that the paper shows."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["code"].strip()
        payload = paper.payload_in(text) or text
        if seal.unpack(payload) is not None:
            return HttpResponseRedirect(reverse("hours:check", args=[payload]))
        form.add_error("code", _("Das ist keine gültige Prüfadresse. Bitte übernehmen Sie sie vollständig."))
    status = visits.REFUSED if form.errors else 200
    return visits.page(request, "hours/check_any.html", _("Nachweis prüfen"), status=status, form=form)


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit, payload: str) -> HttpResponse:
    """Valid, revoked or not genuine; and only what stands in the code itself. A POST compares the name on the paper."""
    facts = seal.unpack(payload)
    trail = visits.crumbs((_("Nachweis prüfen"), reverse("hours:check_any")), (_("Ergebnis"), ""))
    if facts is None:
        title = _("Dieser Nachweis ist nicht echt")
        return visits.page(request, "hours/check.html", title, status=404, crumbs=trail, facts=None)
    revoked = Certificate.in_region().filter(uuid=facts.number).values_list("revoked_at", flat=True).first()
    form = NameForm(request.POST if request.method == "POST" else None)
    same_name = None
    if request.method == "POST":
        if visits.foreign(request):
            form.add_error(None, visits.foreign(request))
        elif form.is_valid():
            same_name = facts.is_name(form.cleaned_data["name"])
    title = _("Dieser Nachweis wurde widerrufen") if revoked else _("Dieser Nachweis ist echt")
    context = {
        "facts": facts, "revoked": revoked, "total": paper.hours_text(facts.minutes), "form": form,
        "same_name": same_name, "member": visit.user,
    }  # fmt: skip
    status = visits.REFUSED if form.errors else 200
    return visits.page(request, "hours/check.html", title, status=status, crumbs=trail, **context)
