"""Who is asking: somebody vouched for, else a name of one's own choice."""

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from store.actor import default_actor

SCRIPT = """
import streamlit as st
from pages.shared.who import asking

asker = asking()
st.text(f"{asker.name}, {'verified' if asker.verified else 'not verified'}")
"""


def asked(user: dict[str, object], **query: str) -> AppTest:
    """The page as `user` sees it."""
    app = AppTest.from_string(SCRIPT, default_timeout=20)
    app.user = user
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ({"is_logged_in": True, "email": "ana@example.org", "name": "Ana"}, "ana@example.org"),
        ({"is_logged_in": True, "name": "Ana"}, "Ana"),
        ({"user": "ana"}, "ana"),
    ],
)
def test_who_is_vouched_for_is_taken_and_cannot_choose(
    user: dict[str, object], said: str
) -> None:
    app = asked(user, me="somebody else")
    assert app.text[0].value == f"{said}, verified"
    assert not app.text_input


def test_on_a_local_desk_the_login_name_stands_until_another_is_chosen() -> None:
    app = asked({})
    assert app.text[0].value == f"{default_actor()}, not verified"
    app.text_input[0].set_value("ana").run()
    assert app.text[0].value == "ana, not verified"
    app.text_input[0].set_value("  ").run()
    assert app.text[0].value == f"{default_actor()}, not verified"


def test_a_name_in_the_address_is_taken_and_a_later_choice_outlives_it() -> None:
    app = asked({}, me="ben")
    assert app.text[0].value == "ben, not verified"
    app.text_input[0].set_value("ana").run()
    assert app.text[0].value == "ana, not verified"
    assert "me" not in app.query_params


def test_who_is_signed_out_sees_the_door_and_no_page() -> None:
    app = asked({"is_logged_in": False})
    assert app.title[0].value == "Sign in to the desk"
    assert not app.text


def test_behind_a_proxy_that_names_nobody_nobody_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = config.get_option

    def behind_a_proxy(key: str) -> object:
        return {"x-user": "user"} if key == "server.trustedUserHeaders" else real(key)

    monkeypatch.setattr(config, "get_option", behind_a_proxy)
    app = asked({"user": None}, me="ana")
    assert "not signed in" in app.warning[0].value
    assert not app.text
