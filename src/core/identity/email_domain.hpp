// The domain that a company registered, of an e-mail address or a host (METRICS E2), and whether it is one at which
// anybody gets an address.
// Must not know: companies, DNS.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace c360::identity {

// ann@mail.acme.co.uk, <ann@acme.co.uk> and mail.acme.co.uk are of acme.co.uk; nothing for what is no address and no
// host, and for a suffix alone (co.uk). more: further suffixes under which domains are registered, such as github.io.
std::optional<std::string> email_domain(std::string_view text, std::span<const std::string_view> more = {});

// The same domains, of free and disposable addresses. Nothing where there is no domain. more: further ones.
std::optional<bool> is_free_email_domain(std::string_view text, std::span<const std::string_view> more = {});

}  // namespace c360::identity
