import pytest

from gwidam.cli import token
from gwidam.cli.terminal import NotPossible
from gwidam.people.models import Token
from gwidam.people.queries import token_with
from gwidam.people.verbs.tokens import hash_of


def test_a_key_acts_for_the_owner_of_the_api_channel_unless_told_otherwise(cast, capsys):
    secret = token.make("crm", ["voices:write"], None, None)
    found = token_with(hash_of(secret))
    assert (found.employee, found.scopes) == (cast.api.owner, ["voices:write"])
    assert capsys.readouterr().out == ""


def test_a_key_may_act_for_another_person_and_end(cast):
    secret = token.make("crm", ["cases:read", "cases:write"], "JUN@daon.example", 30)
    found = token_with(hash_of(secret))
    assert found.employee == cast.jun
    assert (found.expires_at - found.made_at).days == 30


@pytest.mark.parametrize(
    ("scopes", "address"), [(["everything"], None), ([], None), (["voices:read"], "no@one.example")]
)
def test_an_unknown_scope_or_person_is_told_in_a_sentence(cast, scopes, address):
    with pytest.raises(NotPossible):
        token.make("crm", scopes, address, None)


def test_a_revoked_key_is_over(cast):
    token.make("crm", ["voices:read"], None, None)
    assert token.revoke("crm") == 1
    assert token.listed()[0].endswith("over")
    assert Token.objects.get().revoked_at is not None
    with pytest.raises(NotPossible):
        token.revoke("crm")


def test_without_a_name_it_says_what_to_give():
    with pytest.raises(NotPossible):
        token.run(token.argparse.Namespace(list=False, revoke=None, name=None))
