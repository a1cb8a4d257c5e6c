// Domains of companies, of addresses and hosts (METRICS E2).
#include "core/identity/email_domain.hpp"

#include "testing.hpp"

namespace c360::identity {
namespace {

using namespace testing;

TEST(EmailDomain, IsWhatWasRegistered) {
  for (const std::string_view text : {"ann@acme.co.uk", "ann@mail.acme.co.uk", "Ann Lee <Ann@ACME.co.uk>",
                                      "www.acme.co.uk", " acme.co.uk. ", "\"a@b\"@eu.mail.acme.co.uk"})
    EXPECT_EQ(email_domain(text), "acme.co.uk") << text;
  EXPECT_EQ(email_domain("ann@mail.acme.com"), "acme.com");
  EXPECT_EQ(email_domain("ann@acme.uk"), "acme.uk");
  EXPECT_EQ(email_domain("ann@uk.com"), "uk.com");
  EXPECT_EQ(email_domain("ann@z\xc3\xbcrich.ch"), "z\xc3\xbcrich.ch");
  EXPECT_EQ(email_domain("ann@xn--zrich-kva.ch"), "xn--zrich-kva.ch");
}

TEST(EmailDomain, OfNothingElse) {
  for (const std::string_view text : {"",
                                      " ",
                                      "@",
                                      "ann",
                                      "ann@",
                                      "@acme.com",
                                      "ann@acme",
                                      "localhost",
                                      "co.uk",
                                      "ann@co.uk",
                                      "192.168.0.1",
                                      "ann@[192.168.0.1]",
                                      "ann@acme..com",
                                      "ann@.com",
                                      "ann@-acme.com",
                                      "ann@acme-.com",
                                      "ann@ac me.com",
                                      "ann@acme.com,bob@acme.com",
                                      "ann@acme_1.com",
                                      "ann@acme.com..",
                                      ".",
                                      "..",
                                      "https://acme.com/"})
    EXPECT_EQ(email_domain(text), std::nullopt) << text;
  EXPECT_EQ(email_domain(std::string(64, 'a') + ".com"), std::nullopt);
  EXPECT_EQ(email_domain(std::string(63, 'a') + ".com"), std::string(63, 'a') + ".com");
  std::string deep;
  for (int i = 0; i < 130; ++i) deep += "a.";
  EXPECT_EQ(email_domain(deep + "com"), std::nullopt);
}

TEST(EmailDomain, SuffixesMayBeAdded) {
  const std::string_view more[] = {" .GitHub.io", "k12.ca.us", ""};
  EXPECT_EQ(email_domain("pages.acme.github.io", more), "acme.github.io");
  EXPECT_EQ(email_domain("github.io", more), std::nullopt);
  EXPECT_EQ(email_domain("pages.acme.github.io"), "github.io");
  EXPECT_EQ(email_domain("x@mail.school.k12.ca.us", more), "school.k12.ca.us");
}

TEST(FreeEmailDomain, IsWhereAnybodyGetsAnAddress) {
  for (const std::string_view text : {"ann@gmail.com", "Ann@GoogleMail.com", "a@mail.yahoo.co.jp", "a@hotmail.fr",
                                      "web.de", "a@mailinator.com", "a@bigpond.net.au"})
    EXPECT_EQ(is_free_email_domain(text), true) << text;
  for (const std::string_view text : {"ann@acme.com", "ann@gmail.acme.com", "notgmail.com", "a@outlook-group.de"})
    EXPECT_EQ(is_free_email_domain(text), false) << text;
  EXPECT_EQ(is_free_email_domain("nobody"), std::nullopt);
  const std::string_view more[] = {"Acme.com "};
  EXPECT_EQ(is_free_email_domain("ann@mail.acme.com", more), true);
}

TEST(EmailDomain, OfADomainIsTheDomain) {
  Chance chance(5);
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    for (auto i = chance.number(0, 8); i > 0; --i)
      text += chance.of(
          std::array<std::string_view, 12>{"a", "-", ".", ".", "co.uk", "com", "@", ">", " ", "1", "\xc3\xbc", "A"});
    if (const auto domain = email_domain(text)) {
      EXPECT_EQ(email_domain(*domain), domain) << text;
      EXPECT_EQ(is_free_email_domain(*domain), is_free_email_domain(text)) << text;
    }
  }
}

}  // namespace
}  // namespace c360::identity
