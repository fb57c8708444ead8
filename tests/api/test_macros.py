"""Macros by the API: steps in order, everybody's and single people's, each with its scope."""

from sepas.parties.roles import TOKEN_SCOPES
from sepas.teamwork.actions.macros import keep_macro
from sepas.teamwork.models import Macro
from tests.api.conftest import Caller
from tests.cast import NOW, Cast, actor_of

STEPS = [
    {"do": "note", "text": "عکس خواستیم"},
    {"do": "answer", "fa": "سلام {مشتری}", "en": "Hello {customer}"},
    {"do": "hold", "reason": "waiting_for_customer"},
    {"do": "aside", "until": "customer"},
    {"do": "take"},
]


def told(steps):
    empty = {"fa": "", "en": "", "text": "", "reason": "", "until": ""}
    return [empty | step for step in steps]


def test_steps_are_a_list_in_their_order(caller: Caller, cast: Cast) -> None:
    status, made = caller.post(
        "/macros", {"title": "عکس بخواه", "steps": STEPS}, idempotency_key="macro-4711"
    )
    assert (status, made["steps"], made["owner"]) == (201, told(STEPS), None)
    row = Macro.objects.unscoped("test").get()
    assert row.parts == ["note", "answer", "then", "aside", "take"]
    path = f"/macros/{made['id']}"
    assert caller.get(path) == (200, made)
    status, edited = caller.send("PATCH", path, {"title": "عکس"}, If_Match='"0"')
    assert (status, edited["title"], edited["steps"]) == (200, "عکس", told(STEPS))
    assert caller.send("PATCH", path, {"title": "دیگر"}, If_Match='"0"')[0] == 412
    status, edited = caller.send("PATCH", path, {"steps": STEPS[1::-1]})
    assert (status, edited["steps"]) == (200, told(STEPS[1::-1]))
    assert [row["id"] for row in caller.get("/macros")[1]["items"]] == [made["id"]]
    assert caller.send("DELETE", path)[0] == 204
    assert caller.get(path)[0] == 404


def test_what_cannot_be_is_refused_with_its_place(caller: Caller, cast: Cast) -> None:
    for steps, field in (
        ([{"do": "close"}, {"do": "hold", "reason": "waiting_for_part"}], "steps.1.do"),
        ([{"do": "take"}, {"do": "take"}], "steps.1.do"),
        ([{"do": "note"}], "steps.0.do"),
        ([{"do": "aside"}], "steps.0.do"),
        ([{"do": "hold"}], "reason"),
        ([{"do": "answer", "fa": "سلام {ناشناس}"}], "body_fa"),
    ):
        status, problem = caller.post("/macros", {"title": "ن", "steps": steps})
        assert (status, [error["field"] for error in problem["errors"]]) == (422, [field]), steps
    for steps in ([], [{"do": "dance"}], [*STEPS, {"do": "take"}]):
        assert caller.post("/macros", {"title": "ن", "steps": steps})[0] == 422
    assert not Macro.objects.unscoped("test").exists()


def test_those_of_single_people_take_a_scope(caller: Caller, token_of, cast: Cast) -> None:
    mine = keep_macro(actor_of("alice"), title="خودم", note="پیگیری", now=NOW)
    without = Caller(token_of(scopes=TOKEN_SCOPES - {"personal.edit"}))
    assert without.get("/macros")[1]["items"] == []
    for method, body in (("GET", None), ("PATCH", {"title": "مال من"}), ("DELETE", None)):
        assert without.send(method, f"/macros/{mine.pk}", body)[0] == 404, method
    assert [row["owner"] for row in caller.get("/macros")[1]["items"]] == [cast.alice.pk]
    body = {"title": "برای باب", "steps": [{"do": "take"}], "staff": cast.bob.pk}
    status, problem = without.post("/macros", body)
    assert (status, problem["data"]) == (403, {"permission": "personal.edit"})
    status, made = caller.post("/macros", body)
    assert (status, made["owner"]) == (201, cast.bob.pk)
    assert [row["id"] for row in caller.get("/macros", staff=str(cast.bob.pk))[1]["items"]] == [made["id"]]
    assert Macro.objects.visible_to(actor_of("bob")).get().title == "برای باب"
    assert Caller(token_of("mallory")).get(f"/macros/{made['id']}")[0] == 404
    answering = Caller(token_of(scopes={"cases.reply"}))
    assert answering.get("/macros")[0] == 200
    assert answering.post("/macros", {"title": "ن", "steps": [{"do": "take"}]})[0] == 403
    assert Macro.objects.unscoped("test").count() == 2
