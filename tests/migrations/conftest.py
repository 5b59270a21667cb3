from tests.store.conftest import empty_url, postgres_server, postgres_url

__all__ = ["empty_url", "postgres_server", "postgres_url"]
