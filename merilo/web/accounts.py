"""How people log in: by e-mail and password, invited by an administrator; nobody signs up by himself."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

from merilo.core.text import _
from merilo.people.roles import Person
from merilo.people.users.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """allauth's account rules, with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator adds people."""
        del request
        return False


def invitation(request: HttpRequest, number: int) -> str:
    """The address at which this person sets a password: good once, for PASSWORD_RESET_TIMEOUT."""
    user = User.objects.get(pk=number)
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return request.build_absolute_uri(path)


def mails() -> bool:
    """Whether e-mail leaves this machine."""
    return settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"


def send_invitation(person: Person, link: str) -> None:
    """Send somebody his link by e-mail."""
    words = _("{name}, you are invited to Merilo. Set your password here, within 7 days:\n\n{link}\n")
    send_mail(_("Your way into Merilo"), words.format(name=person.name, link=link), None, [person.email])
