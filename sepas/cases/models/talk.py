"""What is said and shown in a case."""

from django.db import models
from django.db.models import Q

from sepas.cases.models.case import Case
from sepas.cases.models.scope import visible_cases
from sepas.kernel.actor import Actor
from sepas.kernel.ids import new_secret
from sepas.kernel.tenancy import M, ScopedQuerySet


class SaidInCaseQuerySet(ScopedQuerySet[M]):
    """As their case; what staff say among themselves is hidden from everybody else."""

    def _visible(self, actor: Actor) -> Q:
        seen = visible_cases(actor, "case__")
        return seen & Q(internal=False) if actor.is_public else seen


class PostQuerySet(SaidInCaseQuerySet["Post"]):
    pass


class AttachmentQuerySet(SaidInCaseQuerySet["Attachment"]):
    def _visible(self, actor: Actor) -> Q:
        return super()._visible(actor) & Q(erased_at=None)


class Post(models.Model):
    """Something said in a case: by the customer, by staff, or between staff (`internal`)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    author_kind = models.CharField(max_length=16)
    author_name = models.CharField(max_length=120, blank=True)
    internal = models.BooleanField(default=False)
    body = models.TextField()
    at = models.DateTimeField()

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="post_by_case")]


def unguessable(attachment: "Attachment", name: str) -> str:
    """Where the bytes are kept: nothing of the file's own name, nothing that can be guessed."""
    suffix = {
        "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf",
        "video/mp4": "mp4", "video/quicktime": "mov",
    }  # fmt: skip
    secret = new_secret()
    return f"cases/{secret[:2]}/{secret}.{suffix.get(attachment.content_type, 'bin')}"


def unguessable_small(attachment: "Attachment", name: str) -> str:
    """Where the small picture of a photo is kept."""
    secret = new_secret()
    return f"cases/{secret[:2]}/{secret}.jpg"


class Attachment(models.Model):
    """A photo or file; belongs to the case for its whole life. `sha256` is of the bytes kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=unguessable)
    thumbnail = models.FileField(upload_to=unguessable_small, blank=True)
    """A small picture for lists; photos have one."""
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    internal = models.BooleanField(default=False)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    """The customer had it erased: nobody sees it any more, and a worker takes the bytes away."""

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="attachment_by_case")]
