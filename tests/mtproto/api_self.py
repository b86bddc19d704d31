"""Methods about the server and the account itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from telethon.tl import types

from tests.mtproto.wire import user

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mtproto.call import Call

DC = 2
_LIMITS: Final = {
    "chat_size_max": 200,
    "megagroup_size_max": 200000,
    "forwarded_count_max": 100,
    "online_update_period_ms": 210000,
    "offline_blur_timeout_ms": 5000,
    "offline_idle_timeout_ms": 30000,
    "online_cloud_timeout_ms": 300000,
    "notify_cloud_delay_ms": 30000,
    "notify_default_delay_ms": 1500,
    "push_chat_period_ms": 60000,
    "push_chat_limit": 2,
    "edit_time_limit": 172800,
    "revoke_time_limit": 172800,
    "revoke_pm_time_limit": 172800,
    "rating_e_decay": 2419200,
    "stickers_recent_limit": 200,
    "channels_read_media_period": 604800,
    "call_receive_timeout_ms": 20000,
    "call_ring_timeout_ms": 90000,
    "call_connect_timeout_ms": 30000,
    "call_packet_timeout_ms": 10000,
    "caption_length_max": 1024,
    "message_length_max": 4096,
}


def _get_config(call: Call) -> types.Config:
    now = datetime.now(UTC)
    host, port = call.address
    return types.Config(
        date=now,
        expires=now + timedelta(hours=1),
        test_mode=False,
        this_dc=DC,
        dc_options=[types.DcOption(id=DC, ip_address=host, port=port)],
        dc_txt_domain_name="",
        me_url_prefix="https://t.me/",
        webfile_dc_id=DC,
        **_LIMITS,
    )


def _get_nearest_dc(call: Call) -> types.NearestDc:  # noqa: ARG001 - every method is given its call
    return types.NearestDc(country="RU", this_dc=DC, nearest_dc=DC)


def _get_users(call: Call) -> list[types.User]:
    account = call.account
    return [
        user(account)
        if isinstance(each, types.InputUserSelf) or each.user_id == account.id
        else types.UserEmpty(each.user_id)
        for each in call.request.id
    ]


def _update_status(call: Call) -> bool:
    return call.account is not None


METHODS: Final[Mapping[str, Callable[[Call], object]]] = {
    "help.getConfig": _get_config,
    "help.getNearestDc": _get_nearest_dc,
    "users.getUsers": _get_users,
    "account.updateStatus": _update_status,
}
