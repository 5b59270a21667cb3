from tests.store.conftest import postgres_server, postgres_url, url

__all__ = ["postgres_server", "postgres_url", "url"]
