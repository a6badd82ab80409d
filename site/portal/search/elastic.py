"""The search server, where ELASTICSEARCH_URL names one; everything else about search stays as it is.

Our entries hold words that `german` has already stemmed and folded, so the server splits at spaces and adds no
language of its own. One client serves every search of a worker (stock builds a new one, and a new pool, each time).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from elasticsearch_dsl import connections
from modelsearch.backends.elasticsearch8 import Elasticsearch8SearchBackend
from modelsearch.utils import deep_update

ALIAS = "portal"
SETTINGS: dict[str, Any] = {
    "settings": {"analysis": {"analyzer": {"default": {"type": "custom", "tokenizer": "whitespace", "filter": ["lowercase"]}}}}
}  # fmt: skip


class SearchBackend(Elasticsearch8SearchBackend):
    settings = deep_update(deepcopy(Elasticsearch8SearchBackend.settings), SETTINGS)

    @staticmethod
    def client_class(hosts: list[Any], **options: Any) -> Any:
        try:
            return connections.get_connection(ALIAS)
        except KeyError:
            return connections.create_connection(ALIAS, hosts=hosts, **options)
