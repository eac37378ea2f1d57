using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Tests.Safety;

public sealed class StandingTests
{
    private static readonly string[] Own = ["ada@acme.example", "ada.moreau@gmail.com"];

    [Theory]
    [InlineData("ada@acme.example", "ben@acme.example", false)]
    [InlineData("ada@acme.example", "ben@ACME.example", false)]
    [InlineData("ada@acme.example", "ben@mail.acme.example", true)]
    [InlineData("ada@acme.example", "ben@acme.example.evil.example", true)]
    [InlineData("ada@acme.example", "\"ben@acme.example\"@evil.example", true)]
    [InlineData("ada@acme.example", "ada.moreau@gmail.com", false)]
    [InlineData("ada@gmail.com", "ben@gmail.com", false)]
    [InlineData("ada@gmail.com", "ben@acme.example", false)]
    [InlineData("ada@outlook.fr", "ben@evil.example", false)]
    [InlineData("ada@hotmail.co.uk", "ben@hotmail.co.uk", false)]
    public void Who_is_not_of_the_accounts_own_organisation_is_outside(string account, string address, bool isOutside)
    {
        Assert.Equal(isOutside, new Standing(account, Own).Of("To", null, address).IsOutside);
    }

    [Theory]
    [InlineData("ada@acme.example", true)]
    [InlineData("Ada.Moreau@GMAIL.com", true)]
    [InlineData("ada.moreau@gmail.example", false)]
    public void The_users_own_accounts_are_theirs(string address, bool isOwn)
    {
        Assert.Equal(isOwn, new Standing("ada@acme.example", Own).Of("To", null, address).IsOwn);
    }

    [Theory]
    [InlineData("ben@acrne.example", "acme.example")]
    [InlineData("ben@acme.exampel", "acme.example")]
    [InlineData("ben@ac-me.example", "acme.example")]
    [InlineData("ben@grnail.com", "gmail.com")]
    [InlineData("ben@gmai1.com", "gmail.com")]
    [InlineData("ben@acme.example", null)]
    [InlineData("ben@gmail.com", null)]
    [InlineData("ben@evil.example", null)]
    [InlineData("ben@mail.com.example", null)]
    public void A_domain_that_can_be_taken_for_ones_own_is_named(string address, string? own)
    {
        Assert.Equal(own, new Standing("ada@acme.example", Own).Of("To", null, address).Resembles);
    }

    [Theory]
    [InlineData("abc.de", "abd.de", true)]
    [InlineData("abc.de", "xyc.de", false)]
    [InlineData("acme-corp.com", "acme-cops.com", true)]
    [InlineData("acme.com", "", false)]
    public void Short_domains_must_be_nearer(string domain, string known, bool isAlike)
    {
        Assert.Equal(isAlike, Resemblance.Is(domain, known));
    }
}
