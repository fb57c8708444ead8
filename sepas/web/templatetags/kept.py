"""`{% kept name=value %} … {% endkept %}`: a piece of a page that is rendered once for each of its values."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.defaulttags import CsrfTokenNode

from sepas.web.kept import Kept
from sepas.web.preferences import current

register = template.Library()


class KeptNode(template.Node):
    """Its inside sees the values that are named, the reader, and nothing else of the page: so what is kept cannot
    depend on something that was forgotten to be named.
    """

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.renderings = Kept()

    def render(self, context: template.Context) -> str:
        values: dict[str, Any] = {name: value.resolve(context) for name, value in self.values.items()}
        # Of equal values some are shown otherwise: 1 and True, a text that is safe and one that is not.
        by = tuple((type(value), value) for value in values.values())
        return self.renderings.text(
            by, lambda: self.nodelist.render(context.new({**values, "reader": current()}))
        )


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Values must be hashable. Raises `TemplateSyntaxError` for a form's token within, which is of one request."""
    words = token.split_contents()[1:]
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("{% kept %} takes name=value only")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(CsrfTokenNode):
        raise template.TemplateSyntaxError("{% kept %} holds a form's token, which is of one request only")
    return KeptNode(nodelist, values)
