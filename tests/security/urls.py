"""Every address of the installation, classified. A pattern without a line here fails `test_leak_crawl.py` by name.

Add a line for a new address: `line(KIND, "view_name …")`. Unnamed patterns are listed by their route.

OWN       admin screen: shows one's own rows only; visited as it is, and with the queries given
FOREIGN   admin screen whose arguments name a row: with another city's row it is 404, for GET and POST
CLOSED    admin view that the gate keeps shut: 404 for every role
PORTAL    page of a portal: visited on one's own host; nothing of the other city's drafts, files or people
STRANGER  page of a portal whose arguments name a row: with another city's row it is 404
WRITES    takes POST only; visited by GET as well, and posts nothing here (its own tests do)
SHARED    the same for everybody (style sheets, sign-in, machine addresses)

Arguments are filled from `ARGUMENTS` (by "view_name.argument", else by argument name): the value names a key of the
foreign city's world in `worlds.py`, or is a literal written "=like this".
"""

from __future__ import annotations

from dataclasses import dataclass, field

OWN, FOREIGN, CLOSED, PORTAL, STRANGER, WRITES, SHARED = [
    "OWN",
    "FOREIGN",
    "CLOSED",
    "PORTAL",
    "STRANGER",
    "WRITES",
    "SHARED",
]


@dataclass(frozen=True)
class Line:
    kind: str
    queries: tuple[str, ...] = ("",)  # "{page}" is filled from the foreign world
    allies: bool = False  # the alliance's coordinator may see rows of every city here
    # several sets of arguments; "?" is a query of that set alone
    arguments: tuple[dict[str, str], ...] = field(default_factory=tuple)


URLS: dict[str, Line] = {}


def line(kind: str, names: str, *queries: str, prefix: str = "", **options) -> None:
    for name in names.split():
        key = prefix + name
        if key in URLS:
            raise RuntimeError(f"{key} is classified twice")
        URLS[key] = Line(kind, queries or ("",), **options)


ARGUMENTS = {
    "change": "club_change", "claim": "club_claim", "handover": "club_handover",
    "page_id": "page", "parent_page_id": "page", "page_to_move_id": "page", "page_pk": "page",
    "destination_id": "page", "revision_id": "revision", "revision_id_a": "=live", "revision_id_b": "=latest",
    "task_state_id": "task_state", "task_id": "task", "workflow_state_id": "workflow_state",
    "image_id": "image", "document_id": "document", "doc_id": "document", "uploaded_file_id": "upload",
    "filter_spec": "=max-100x100", "collection_id": "collection", "redirect_id": "redirect",
    "session_id": "session", "object_id": "page",
    "app_label": "=wagtailcore", "model_name": "=page", "app_name": "=cities", "content_type_app_name": "=content",
    "content_type_model_name": "=contentpage", "action_name": "=approve", "action": "=delete", "slug": "slug",
    "uuid": "uuid", "pk": "page", "digest": "=000000000000", "code": "=en", "restriction_id": "=1", "page_view_restriction_id": "=1",
    "provider_id": "=redi", "key": "=abc", "uidb64": "=MQ", "uidb36": "=1", "token": "=abc",
    "workflow_pk": "workflow",
    # pk means another model in other rooms
    "wagtailadmin_api:images:detail.pk": "image", "wagtailadmin_api:documents:detail.pk": "document",
    "wagtailimages_chooser:chosen.pk": "image", "wagtaildocs_chooser:chosen.pk": "document",
    "wagtailadmin_collections:edit.pk": "collection", "wagtailadmin_collections:delete.pk": "collection",
    "wagtailsites:edit.pk": "site", "wagtailusers_users:edit.pk": "person", "wagtailusers_groups:edit.pk": "group",
    "wagtailadmin_workflows:edit.pk": "workflow", "wagtailadmin_workflows:edit_task.pk": "task",
    "editorial:redirect_edit.pk": "redirect", "editorial:redirect_delete.pk": "redirect",
    "office:edit.pk": "office", "office:delete.pk": "office", "office:history.pk": "office",
    "office:history_results.pk": "office", "office:usage.pk": "office",
    "opening_exception:edit.pk": "exception", "opening_exception:delete.pk": "exception",
    "opening_exception:history.pk": "exception", "opening_exception:history_results.pk": "exception",
    "opening_exception:usage.pk": "exception",
    "barrier:edit.pk": "barrier", "barrier:delete.pk": "barrier", "barrier:history.pk": "barrier",
    "barrier:history_results.pk": "barrier", "barrier:usage.pk": "barrier",
    "thread": "thread", "comment": "comment", "case": "case", "kind": "=kommentar", "item": "comment",
    "guests:confirm.token": "guest_token", "following:project.project": "project_uuid",
    "following:one.subscription": "subscription",
    "form": "=rss", "topic-feed.slug": "=familie", "event-calendar.key": "event", "notification.key": "notification",
    "mfa_remove_webauthn.pk": "passkey", "mfa_edit_webauthn.pk": "passkey", "name": "rendition",
    "appeal": "appeal", "year": "=2026",
    "project": "project", "module": "module",
    "status": "=404", "motif": "=markt", "seed": "=1",
    "wagtailcore_authenticate_with_password.page_view_restriction_id": "restriction",
    "wagtailcore_authenticate_with_password.page_id": "secret",
    "wagtaildocs_authenticate_with_password.0": "media_restriction",
    "wagtaildocs_serve.0": "document", "wagtaildocs_serve.1": "filename", "wagtail_serve.0": "path",
}  # fmt: skip

# --- The admin --------------------------------------------------------------------------------------
line(
    OWN,
    "wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles wagtailadmin_javascript_catalog wagtailadmin_sprite",
)
line(OWN, "wagtailadmin_explore_root", "", "?q=zz&search_all=1", "?q=zz", "?site={site}", "?owner={person}")
line(FOREIGN, "wagtailadmin_explore wagtailadmin_explore_results", "", "?q=zz&search_all=1")
line(OWN, "search search_results", "?q=zz", prefix="wagtailadmin_pages:")
line(
    FOREIGN,
    "add preview_on_add add_subpage edit preview_on_edit view_draft delete unpublish usage convert_alias lock unlock move"
    " move_confirm set_page_position copy workflow_action collect_workflow_action_data confirm_workflow_cancellation"
    " workflow_preview revisions_index revisions_view revisions_revert revisions_unschedule revisions_compare"
    " workflow_history workflow_history_detail history history_results",
    prefix="wagtailadmin_pages:",
)
line(CLOSED, "type_use type_use_results choose_parent set_privacy", prefix="wagtailadmin_pages:")
line(
    OWN,
    "pages:listing",
    "",
    "?search=zz",
    "?for_explorer=1&child_of=1",
    "?child_of={page}",
    "?descendant_of={page}",
    prefix="wagtailadmin_api:",
)
line(OWN, "images:listing documents:listing", "", "?search=zz", "?limit=20", prefix="wagtailadmin_api:")
line(FOREIGN, "pages:detail images:detail documents:detail", prefix="wagtailadmin_api:")
line(CLOSED, "pages:find pages:action images:find documents:find", prefix="wagtailadmin_api:")
line(
    OWN, "wagtailadmin_choose_page", "", "?page_type=content.newspage", "?page_type=content.contentpage", "?page_type=content.homepage",
    "?target_pages%5B%5D={page}",
)  # fmt: skip
line(OWN, "wagtailadmin_choose_page_search", "?q=zz", "?q=zz&page_type=content.contentpage", "")
line(FOREIGN, "wagtailadmin_choose_page_child")
line(OWN, "wagtailadmin_choose_page_chosen_multiple", "?id={page}", "?id={page}&id=x", "")
line(
    OWN,
    "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link"
    " wagtailadmin_choose_page_anchor_link wagtailadmin_block_preview",
)
line(OWN, "wagtailadmin_tag_autocomplete", "?term=zz", "")
line(
    OWN, "wagtailadmin_tag_model_autocomplete", "?term=zz",
    arguments=({"app_name": "=taggit", "model_name": "=tag"}, {"app_name": "=content", "model_name": "=topic"}),
)  # fmt: skip
line(
    FOREIGN, "wagtail_bulk_action",
    arguments=tuple(
        {"app_label": f"={app}", "model_name": f"={model}", "action": f"={action}", "?": query}
        for app, model, action, query in (
            *(("wagtailcore", "page", action, query) for action in ("delete", "publish", "unpublish", "move")
              for query in ("?id={page}", "?id={home}", "?id=all", "?id=all&childOf={page}")),
            *(("library", model, action, query) for model, query in (("portalimage", "?id={image}"), ("portaldocument", "?id={document}"))
              for action in ("delete", "add_tags", "add_to_collection")),
            ("accounts", "user", "delete", "?id={person}"), ("cities", "city", "delete", "?id=1"),
        )
    ),
)  # fmt: skip
line(OWN, "wagtailadmin_login")
line(WRITES, "wagtailadmin_logout")
line(WRITES, "ping release", prefix="wagtailadmin_editing_sessions:")
line(OWN, "index index_results", "", "?q=zz", "?collection_id={collection}", "?tag=zz", prefix="wagtailimages:")
line(OWN, "add add_multiple", prefix="wagtailimages:")
line(
    FOREIGN,
    "edit delete preview image_usage edit_multiple delete_multiple create_multiple_from_uploaded_image delete_upload_multiple",
    prefix="wagtailimages:",
)
line(CLOSED, "url_generator url_generator_output", prefix="wagtailimages:")
line(
    OWN, "choose choose_results", "", "?q=zz", "?collection_id={collection}", "?tag=zz", prefix="wagtailimages_chooser:"
)
line(OWN, "create", prefix="wagtailimages_chooser:")
line(FOREIGN, "chosen select_format", prefix="wagtailimages_chooser:")
line(OWN, "chosen_multiple", "?id={image}", prefix="wagtailimages_chooser:")
line(OWN, "index index_results", "", "?q=zz", "?collection_id={collection}", prefix="wagtaildocs:")
line(OWN, "add add_multiple", prefix="wagtaildocs:")
line(
    FOREIGN,
    "edit delete edit_multiple delete_multiple document_usage create_multiple_from_uploaded_document delete_upload_multiple",
    prefix="wagtaildocs:",
)
line(OWN, "choose choose_results", "", "?q=zz", "?collection_id={collection}", prefix="wagtaildocs_chooser:")
line(OWN, "create", prefix="wagtaildocs_chooser:")
line(FOREIGN, "chosen", prefix="wagtaildocs_chooser:")
line(OWN, "chosen_multiple", "?id={document}", prefix="wagtaildocs_chooser:")
line(OWN, "overview", prefix="editorial:", allies=True)
line(OWN, "add_city", prefix="editorial:")
line(
    FOREIGN, "members settings review theme theme_preview audit audit_csv redirects redirect_add redirect_edit",
    prefix="editorial:", allies=True,
)  # fmt: skip
line(FOREIGN, "members_add members_remove redirect_delete", prefix="editorial:", allies=True)

for name in ("office", "opening_exception", "barrier"):
    line(OWN, "index index_results", "", "?q=zz", prefix=f"{name}:")
    line(OWN, "add", prefix=f"{name}:")
    line(FOREIGN, "edit delete history history_results usage", prefix=f"{name}:")

line(CLOSED, "admin/test404/ wagtailadmin_error_test admin/^.*/$")
line(
    CLOSED,
    "wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm"
    " wagtailadmin_password_reset_complete",
)
line(CLOSED, "index add edit delete set_privacy", prefix="wagtailadmin_collections:")
line(
    CLOSED,
    "index index_results add enable disable edit usage usage_results remove add_task select_task_type task_index"
    " task_index_results edit_task disable_task enable_task task_chooser task_chooser_results task_chooser_create task_chosen",
    prefix="wagtailadmin_workflows:",
)
line(
    CLOSED,
    "locked_pages locked_pages_results workflow workflow_results workflow_tasks workflow_tasks_results site_history"
    " site_history_results aging_pages aging_pages_results page_types_usage page_types_usage_results",
    prefix="wagtailadmin_reports:",
)
line(CLOSED, "index index_results add edit delete start_import process_import", prefix="wagtailredirects:")
line(CLOSED, "edit preview_on_edit", prefix="wagtailsettings:")
line(CLOSED, "chooser chooser_upload", prefix="wagtailembeds:")
line(CLOSED, "index", prefix="wagtailsnippets:")
line(CLOSED, "index index_results add edit delete history history_results usage copy", prefix="wagtailsites:")
line(CLOSED, "index index_results add edit delete history history_results usage copy", prefix="wagtailusers_users:")
line(CLOSED, "index index_results add edit delete history history_results usage", prefix="wagtailusers_groups:")

# --- The portals ------------------------------------------------------------------------------------
line(SHARED, "theme-css theme-css-hashed language healthz readyz")
line(STRANGER, "wagtail_serve wagtaildocs_serve wagtaildocs_authenticate_with_password")
line(STRANGER, "wagtailcore_authenticate_with_password")
line(SHARED, "wagtailcore_login")
line(SHARED, "library_rendition")  # a name nobody can guess is the key; the same picture may stand on nine portals
line(PORTAL, "results suggestions", "", "?q=zz", "?q=zz&seite=2", prefix="search:")
line(PORTAL, "region barrier-thanks calendar-feed sitemap robots security-txt manifest icon")
line(PORTAL, "news-feed topic-feed region-feed")
line(STRANGER, "event-calendar")
line(WRITES, "barrier-report")
# --- projects
line(STRANGER, "project", prefix="projects:", arguments=({"project": "project"}, {"project": "draft_project"}))
line(STRANGER, "module", prefix="projects:")
# --- guests
line(PORTAL, "sent", prefix="guests:")
line(STRANGER, "confirm", prefix="guests:")
# --- following
line(PORTAL, "index", prefix="following:")
line(WRITES, "topic area", prefix="following:")
line(STRANGER, "project", prefix="following:", allies=True)  # the region's projects can be followed anywhere
line(STRANGER, "one unsubscribe", prefix="following:")
# --- polls
POLL = {"project": "project", "module": "poll_module", "question": "poll_question", "token": "poll_token"}
line(
    STRANGER, "done results texts sheet step check keep questions add preview change move copy delete",
    prefix="polls:", arguments=(POLL,),
)  # fmt: skip
# --- comments
line(STRANGER, "thread write write_about close comment replies reply edit delete like", prefix="comments:")
line(PORTAL, "queue pauses words mine", prefix="moderation:")
line(WRITES, "bulk", prefix="moderation:")
line(STRANGER, "case pause content report thanks decision", prefix="moderation:")
line(PORTAL, "foreign transparency transparency-csv", prefix="moderation:")
line(STRANGER, "foreign-appeal guest-decision", prefix="moderation:")
line(SHARED, "index form error picture css", prefix="gallery:")
line(SHARED, "demo-mails demo-mail")  # mounted in the demo only, which shows everybody's letters on purpose
line(WRITES, "demo-mails-empty")

# --- Accounts: on the sign-in host; every other host leads there -------------------------------------
line(SHARED, "signin_callback signed_out account_deleted account_inactive")
line(PORTAL, "account_login account_logout account_profile account_data account_download account_delete notifications")
line(PORTAL, "account_signup account_email account_email_verification_sent account_reauthenticate usersessions_list")
line(PORTAL, "account_request_login_code account_confirm_login_code account_signup_by_passkey")
line(PORTAL, "account_change_password account_set_password account_reset_password account_confirm_password_reset_code")
line(PORTAL, "account_complete_password_reset account_password_reset_completed")
line(
    PORTAL,
    "mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes"
    " mfa_generate_recovery_codes mfa_download_recovery_codes mfa_login_webauthn mfa_signup_webauthn"
    " mfa_reauthenticate_webauthn mfa_list_webauthn mfa_add_webauthn",
)
line(STRANGER, "mfa_remove_webauthn mfa_edit_webauthn notification follow")
line(STRANGER, "unsubscribe")  # a wrong token; a right one is its owner's permission, wherever it is opened
line(
    SHARED,
    "configuration jwks authorization device_authorization logout token revoke device_code userinfo",
    prefix="idp:oidc:",
)

# --- residency
line(PORTAL, "mine letter code withdraw give_back letters on_site", prefix="residency:")
line(STRANGER, "residency:print", arguments=({"letter": "residency_letter"},))

# --- priorities
line(
    STRANGER,
    "weigh compare options borrow option change",
    prefix="priorities:",
    arguments=({"module": "priorities_module", "option": "priorities_option"},),
)

# --- textwork
line(
    STRANGER,
    "paragraph suggest asked suggestions suggestion delete decide versions version compare edit",
    prefix="textwork:",
    arguments=(
        {
            "project": "project",
            "module": "text_module",
            "anchor": "anchor",
            "suggestion": "suggestion",
            "number": "=1",
        },
    ),
)
# --- live
line(
    STRANGER,
    "ask thanks question support delete screen queue run",
    prefix="live:",
    arguments=({"project": "project", "module": "live_module", "question": "live_question"},),
)
# --- projects_desk, blueprints, opendata: desks are closed to other cities; open data shows what is published
DESK = {
    "project": "desk_project",
    "phase": "desk_phase",
    "module": "desk_module",
    "milestone": "desk_milestone",
    "kind": "=discussion",
    "city": "=redi",
}
line(PORTAL, "list new", prefix="projects_desk:")
line(
    STRANGER,
    "invitation project master state delete phases phase_new phase phase_end phase_remove modules module_new module"
    " module_button module_remove matrix cities withdraw milestones milestone_new milestone milestone_remove",
    prefix="projects_desk:",
    arguments=(DESK,),
)
line(PORTAL, "list read", prefix="blueprints:")
line(
    STRANGER,
    "save blueprint edit share adopt file remove",
    prefix="blueprints:",
    arguments=({"project": "desk_project", "blueprint": "blueprint"},),
)
line(STRANGER, "export", prefix="opendata:", arguments=({"project": "desk_project"}, {"project": "project_uuid"}))
line(PORTAL, "data openapi", prefix="opendata:", allies=True)
line(STRANGER, "archive feed embed", prefix="opendata:", allies=True, arguments=({"slug": "project"},))
line(PORTAL, "api-root projects", prefix="opendata_api:", allies=True)
line(
    STRANGER,
    "project module_tables table_rows",
    prefix="opendata_api:",
    allies=True,
    arguments=({"slug": "project", "module": "module", "table": "=comments"},),
)

# --- ideas, answers
IDEA = {"project": "project", "module": "ideas_module", "idea": "idea", "number": "idea_number"}
line(STRANGER, "points feed number new idea edit delete support", prefix="ideas:", arguments=(IDEA,))
line(
    STRANGER,
    "desk templates remove_template",
    prefix="answers:",
    arguments=({**IDEA, "template": "answer_template"},),
)

# --- budgets
line(
    STRANGER,
    "costs vote receipt result ballots_csv pabulib checks check slip paper count",
    prefix="budgets:",
    arguments=({"project": "project", "module": "budget_module", "proposal": "proposal"},),
)

# --- volunteering: pages of offers and sign-ups
line(STRANGER, "offer question question_sent", prefix="volunteering:", arguments=({"slug": "offer"},))
line(PORTAL, "sent request request_sent request_thanks mine link_sent", prefix="volunteering:")
line(STRANGER, "confirm", prefix="volunteering:", arguments=({"token": "ask_token"},))
line(STRANGER, "sign_up calendar_file", prefix="volunteering:", arguments=({"token": "sign_up_token"},))
line(STRANGER, "guardian", prefix="volunteering:", arguments=({"token": "guardian_token"},))
line(STRANGER, "confirm_request", prefix="volunteering:", arguments=({"token": "request_token"},))
line(STRANGER, "mine_by_link", prefix="volunteering:", arguments=({"token": "person_token"},))
line(STRANGER, "feed", prefix="volunteering:", arguments=({"token": "person_feed_token"},))

# --- hours: a person's own pages, confirmation by link, desks; the check of a paper is for everybody
OWN_HOURS = {"token": "hours_token", "entry": "hour_entry", "paper": "paper"}
line(PORTAL, "log csv link keys check_any clubs city card", prefix="hours:")
line(PORTAL, "add", "", "?q=zz", prefix="hours:")
line(PORTAL, "issue", prefix="hours:")
line(PORTAL, "check", prefix="hours:", arguments=({"payload": "hours_payload"},))
line(STRANGER, "remove pdf revoke", prefix="hours:", arguments=(OWN_HOURS,))
line(
    STRANGER,
    "log_by_link csv_by_link add_by_link remove_by_link issue_by_link pdf_by_link revoke_by_link",
    prefix="hours:",
    arguments=(OWN_HOURS,),
)
line(STRANGER, "decide", prefix="hours:", arguments=({"token": "decide_token"},))

# --- directory: clubs that a portal shows are public there; what waits, and the desk's tables, are the city's own
line(PORTAL, "data_csv data_jsonld data_hsds points", prefix="directory:", allies=True)
line(PORTAL, "card", prefix="directory:", allies=True, arguments=({"wish": "=-", "number": "=1"},))
line(
    STRANGER,
    "club calendar event",
    prefix="directory:",
    arguments=({"slug": "club", "key": "club_event"}, {"slug": "waiting_club", "key": "club_event"}),
    allies=True,
)
line(
    STRANGER,
    "contact contact_sent claim",
    prefix="directory:",
    arguments=({"slug": "club"}, {"slug": "waiting_club"}),
    allies=True,
)
line(STRANGER, "answered", prefix="directory:", arguments=({"token": "answered_token"},))
line(STRANGER, "still_true", prefix="directory:", arguments=({"token": "true_token"},))
line(PORTAL, "register mine", prefix="directory:")
line(
    STRANGER,
    "leave edit edit_contact edit_logo edit_times edit_events edit_event edit_cities people",
    prefix="directory:",
    arguments=({"slug": "club", "key": "club_event"}, {"slug": "waiting_club", "key": "club_event"}),
)
line(STRANGER, "invitation", prefix="directory:", arguments=({"token": "invitation_token"},))
line(PORTAL, "approvals", prefix="directory_desk:", allies=True)  # the hand-over of its world goes to the alliance
line(
    STRANGER,
    "club close decide_club decide_change decide_claim decide_handover",
    prefix="directory_desk:",
    arguments=(
        {
            "club": "waiting_club_uuid", "change": "club_change", "claim": "club_claim", "handover": "club_handover",
        },
    ),
    allies=True,  # the hand-over goes to the alliance, see above
)  # fmt: skip
line(PORTAL, "import overview clubs enter inquiries settings", prefix="directory_desk:")
line(PORTAL, "interests", prefix="directory_desk:")  # of the region, on the alliance's portal alone: 404 elsewhere
line(STRANGER, "interest keyword", prefix="directory_desk:", arguments=({"tag": "=1", "word": "=1"},), allies=True)
line(STRANGER, "fresh", prefix="directory_desk:", arguments=({"club": "waiting_club_uuid"},))
line(STRANGER, "show_here", prefix="directory_desk:", arguments=({"club": "waiting_club_uuid"},))
line(
    PORTAL,
    "import_template export clubs_file",
    prefix="directory_desk:",
    arguments=({"kind": "=csv"}, {"kind": "=xlsx"}),
)
line(STRANGER, "import_batch", prefix="directory_desk:", arguments=({"key": "club_import"},))

# --- volunteering_desk: what a club or a city does with its offers and the people who come
OFFER_DESK = {"offer": "offer_uuid", "shift": "shift", "sign_up": "sign_up", "whose": "club", "kind": "=csv"}
line(PORTAL, "list new day queue others figures figures_file alliance", prefix="volunteering_desk:")
line(
    STRANGER,
    "offer edit publish fresh copy withdraw decide shift_new export hide shift shift_change shift_repeat shift_capacity"
    " shift_call_off shift_message shift_add shift_attendance remove check",
    prefix="volunteering_desk:",
    arguments=(OFFER_DESK, {**OFFER_DESK, "offer": "waiting_offer", "kind": "=xlsx"}),
)
line(STRANGER, "new_of_kind", prefix="volunteering_desk:", arguments=({**OFFER_DESK, "kind": "=shifts"},))
line(STRANGER, "still_true", prefix="volunteering_desk:", arguments=({"token": "fresh_token"},))


# --- emergency
line(PORTAL, "index left", prefix="emergency:")
line(STRANGER, "call register known", prefix="emergency:", arguments=({"slug": "call_slug"},))
line(STRANGER, "helper", prefix="emergency:", arguments=({"token": "call_helper_token"},))
line(STRANGER, "sheet", prefix="emergency:", arguments=({"token": "call_task_token"},))
line(PORTAL, "desk", prefix="emergency:")
line(PORTAL, "desk_new", prefix="emergency:", arguments=({"kind": "=flood"},))
line(
    STRANGER,
    "neighbour desk_call desk_change desk_state desk_close desk_ask desk_assign desk_print desk_csv desk_xlsx desk_task_new",
    prefix="emergency:",
    arguments=({"call": "call_uuid"},),
)
line(
    STRANGER,
    "desk_task desk_task_change desk_task_remove desk_task_attendance desk_task_message desk_task_print",
    prefix="emergency:",
    arguments=({"task": "call_task"},),
)

# --- finding: feeds, files and widgets of public offers; a saved search is opened by its mails' links alone
line(
    PORTAL,
    "points news shifts data data_csv data_jsonld embed openapi saved saved_sent",
    "",
    "?q=zz&gebiet=stadt",
    prefix="finding:",
    arguments=({"form": "=rss"},),
)
line(PORTAL, "card", prefix="finding:", arguments=({"wish": "=-", "number": "=1"},))
line(PORTAL, "api-root offers", prefix="finding:ehrenamt_api:")
line(STRANGER, "offer shifts", prefix="finding:ehrenamt_api:", arguments=({"key": "offer_uuid"},))
line(STRANGER, "saved_confirm", prefix="finding:", arguments=({"token": "search_token"},))
line(STRANGER, "saved_unsubscribe", prefix="finding:", arguments=({"token": "search_off_token"},))
line(STRANGER, "saved_renew", prefix="finding:", arguments=({"token": "search_on_token"},))
