"""Addresses (地址): which hosts may be asked. A list that comes from elsewhere must not lead into one's own network.

A name is resolved once, every address that it has is judged, and the connection goes to the one that was judged: a
name server that answers otherwise the next time (DNS rebinding) gains nothing. The check stands where connections are
made, so that a redirect can't pass it by.

>>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("10.0.0.8"), is_public("::ffff:127.0.0.1")
(True, False, False, False)
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from ingest.model import Refused


def is_public(address: str) -> bool:
    """Is this an address of the open internet, and not of this machine or a network of one's own?"""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if mapped is not None:
        return is_public(str(mapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def leads_outside(url: str) -> bool:
    """Does this address name a host of the open internet?"""
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(is_public(str(entry[4][0])) for entry in found)


class Guarded(httpcore.SyncBackend):
    """Connections to public addresses only, unless private ones are allowed."""

    def __init__(self, *, private: bool = False) -> None:
        self._private = private
        super().__init__()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to an address that was judged; raises ``Refused`` where a name has one that isn't public."""
        return super().connect_tcp(self._judged(host, port), port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never."""
        raise Refused("不连接本机套接字 (no local sockets)")

    def _judged(self, host: str, port: int) -> str:
        if self._private:
            return host
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: {error}") from None
        addresses = [str(entry[4][0]) for entry in found]
        private = [address for address in addresses if not is_public(address)]
        if private:
            raise Refused(
                f"{host} 是内部地址（{private[0]}），不予下载；确需下载请用 --allow-private"
                f" (a private address, refused: --allow-private allows it)"
            )
        return addresses[0]
