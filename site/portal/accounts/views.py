"""Sign-in, sign-out and the member's own pages. Thin: every change is an action."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.cities import hosts
from portal.cities.models import City

from . import actions, export, relying
from .forms import DeleteForm, ProfileForm
from .member_pages import pages_of
from .models import User
from .places import is_own_url, is_signin_host, on_signin_host, own_path, private, signin_address
from .provider import SID
from .sessions import end_sessions, open_session, sign_ins

PROBLEMS = {
    "cancelled": (
        gettext_lazy("Anmeldung abgebrochen"),
        gettext_lazy("Sie sind nicht angemeldet. Sie können weiterlesen oder es noch einmal versuchen."),
    ),
    "expired": (
        gettext_lazy("Diese Anmeldung ist abgelaufen"),
        gettext_lazy(
            "Zwischen Beginn und Ende ist zu viel Zeit vergangen, oder die Seite wurde zweimal aufgerufen. Bitte melden Sie sich noch einmal an."
        ),
    ),
    "refused": (
        gettext_lazy("Die Anmeldung hat nicht geklappt"),
        gettext_lazy("Bitte melden Sie sich noch einmal an. Hilft das nicht, schreiben Sie uns."),
    ),
}


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """One address, two meanings: the form on the sign-in host, the silent way there and back on every other."""
    if is_signin_host(request):
        return private(allauth_views.login(request))
    if request.method != "GET":
        return redirect("account_login")
    if request.user.is_authenticated:
        return _already_here(request)
    address, pending = relying.begin(request)
    response = HttpResponseRedirect(address)
    relying.remember(request, response, [*relying.pending_of(request), pending])
    return response


def _already_here(request: HttpRequest) -> HttpResponse:
    if request.is_admin_host:  # type: ignore[attr-defined]
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return no_role(request)
        return HttpResponseRedirect(own_path(request, request.GET.get("next"), "/admin/"))
    return HttpResponseRedirect(own_path(request, request.GET.get("next")))


def no_role(request: HttpRequest) -> HttpResponse:
    """Signed in, but without a role: a friendly 403 instead of a circle of redirects."""
    context = {
        "title": _("Hier arbeitet die Redaktion"),
        "text": _(
            "Sie sind angemeldet, aber Ihr Konto hat in keiner Stadt eine Aufgabe in der Redaktion. "
            "Wenn das so nicht stimmt, fragen Sie die Verwaltung Ihres Portals."
        ),
        "status": 403,
        "links": [{"title": _("Mein Konto"), "url": signin_address("/konto/")}],
        "offer_sign_out": True,
    }
    return render(request, "accounts/problem.html", context, status=403)


@never_cache
@require_GET
def sign_in_callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: the portal opens its own session, or says what went wrong."""
    if is_signin_host(request):
        return redirect("account_login")
    try:
        arrived = relying.finish(request)
    except relying.SignInFailed as failure:
        title, text = PROBLEMS[failure.reason]
        context = {"title": title, "text": text, "status": 400, "retry": reverse("account_login")}
        return render(request, "accounts/problem.html", context, status=400)
    open_session(request, arrived.user, sid=arrived.sid, brief=arrived.brief)
    response = HttpResponseRedirect(arrived.next)
    state = request.GET.get("state")
    relying.remember(request, response, [p for p in relying.pending_of(request) if p.state != state])
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this browser's sign-in on every host at once, or with `everywhere` on all devices."""
    if request.method == "GET":
        if not request.user.is_authenticated:
            return redirect("signed_out")
        return render(request, "accounts/sign_out.html", {"title": _("Abmelden")})
    user = request.user
    if isinstance(user, User):
        if request.POST.get("everywhere"):
            end_sessions(user)
        elif request.session.get(SID):
            end_sessions(user, sid=request.session[SID])
    get_adapter(request).logout(request)
    target = request.POST.get("next", "")
    return HttpResponseRedirect(target if is_own_url(target) and target.startswith("/") else reverse("signed_out"))


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/signed_out.html", {"title": _("Sie sind abgemeldet")})


@on_signin_host
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = _member(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        actions.update_profile(user, actor=user, clear_home_city=data["home_city"] is None, **data)
        request.session["language"] = user.language
        messages.success(request, _("Gespeichert."))
        return redirect("account_profile")
    context = {
        "title": _("Mein Konto"),
        "form": form,
        "second_factor": is_mfa_enabled(user),
        "portals": _portals(user),
        "own_pages": pages_of(user),
        "welcome": request.GET.get("willkommen"),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


def _portals(user: User) -> list[dict[str, Any]]:
    rows = [c for c in City.objects.cities().select_related("site") if c.site]
    rows.sort(key=lambda c: (c.pk != user.home_city_id, c.name))
    return [{"city": c, "url": hosts.absolute(c.site.hostname) if c.site else ""} for c in rows]


def _member(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@on_signin_host
@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    user = _member(request)
    if request.method == "POST":
        current = request.session.get(SID, "")
        if request.POST.get("sid"):
            end_sessions(user, sid=request.POST["sid"][:64])
        else:
            end_sessions(user, except_sid=current)
        messages.success(request, _("Die gewählten Anmeldungen sind beendet."))
        return redirect("usersessions_list")
    context = {"title": _("Anmeldungen"), "sign_ins": sign_ins(user, request.session.session_key)}
    return render(request, "accounts/sessions.html", context)


@on_signin_host
@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data.html", {"title": _("Meine Daten")})


@on_signin_host
@login_required
@require_POST
@reauthentication_required
def download(request: HttpRequest) -> HttpResponse:
    user = _member(request)
    response = HttpResponse(export.archive(user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="meine-daten.zip"'
    actions.note_download(user, actor=user)
    return response


@on_signin_host
@login_required
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    user = _member(request)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.delete_account(user, actor=user)
        get_adapter(request).logout(request)
        return redirect("account_deleted")
    return render(
        request, "accounts/delete.html", {"title": _("Konto löschen"), "form": form}, status=422 if form.errors else 200
    )


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/deleted.html", {"title": _("Ihr Konto ist gelöscht")})
