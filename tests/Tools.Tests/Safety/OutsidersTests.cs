using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Tests.Safety;

public sealed class OutsidersTests
{
    [Theory]
    [InlineData("ada@acme.example", "ben@acme.example", false)]
    [InlineData("ada@acme.example", "ben@ACME.example", false)]
    [InlineData("ada@acme.example", "ben@mail.acme.example", true)]
    [InlineData("ada@acme.example", "ben@acme.example.evil.example", true)]
    [InlineData("ada@acme.example", "\"ben@acme.example\"@evil.example", true)]
    [InlineData("ada@gmail.com", "ben@gmail.com", true)]
    [InlineData("ada@gmail.com", "ada@gmail.com", false)]
    [InlineData("ada@outlook.fr", "ben@outlook.fr", true)]
    [InlineData("ada@hotmail.co.uk", "ben@hotmail.co.uk", true)]
    public void Who_is_not_of_the_accounts_own_domain_is_outside(string account, string address, bool isOutside)
    {
        Assert.Equal(isOutside, Outsiders.IsOutside(account, address));
    }
}
