using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Providers;

public sealed class AccountIdentityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Google_says_whose_token_it_is()
    {
        await using var sandbox = await ProviderSandbox.StartAsync();
        var identity = sandbox.All<IAccountIdentity>().Single(i => i.Provider == Provider.Google);

        var ada = await identity.GetAsync(sandbox.Token("ada-google", "openid", "email"), Cancellation);

        var named = await identity.GetAsync(sandbox.Token("ada-google", "openid", "email", "profile"), Cancellation);

        Assert.Equal(new ProviderIdentity("100000000000000000001", "ada.moreau@gmail.example"), ada);
        Assert.Equal(ada with { SenderName = "Ada Moreau" }, named);
    }

    [Theory]
    [InlineData("""{"sub":"1","email":"Ada@Gmail.example","email_verified":false}""", "emailNotVerified")]
    [InlineData("""{"sub":"1","email":"Ada@Gmail.example"}""", "emailNotVerified")]
    [InlineData("""{"sub":"1","email_verified":true}""", "malformedAnswer")]
    [InlineData("""{"email":"Ada@Gmail.example","email_verified":true}""", "malformedAnswer")]
    [InlineData("[]", "malformedAnswer")]
    public async Task An_address_that_google_has_not_verified_is_no_identity(string answer, string reason)
    {
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Provider.Google, answer));

        Assert.Equal(reason, refusal.Reason);
    }

    [Theory]
    [InlineData("""{"id":"u1","mail":"Ada@Acme.example","userPrincipalName":"a1@acme.example"}""", "ada@acme.example")]
    [InlineData("""{"id":"u1","mail":null,"userPrincipalName":"A1@acme.example"}""", "a1@acme.example")]
    public async Task At_microsoft_the_sign_in_name_stands_for_a_missing_address(string answer, string address) =>
        Assert.Equal(new ProviderIdentity("u1", address), await AskAsync(Provider.Microsoft, answer));

    [Fact]
    public async Task A_refused_token_keeps_its_status()
    {
        await using var stub = await StubProvider.StartAsync(401, """{"error":"invalid_token"}""");
        await using var clients = stub.Clients();

        var refusal = await Assert.ThrowsAsync<ProviderException>(() =>
            clients.GetServices<IAccountIdentity>().First().GetAsync(StubProvider.Token(), Cancellation));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), (refusal.Status, refusal.Reason));
    }

    private static async Task<ProviderIdentity> AskAsync(Provider provider, string answer)
    {
        await using var stub = await StubProvider.StartAsync(200, answer);
        await using var clients = stub.Clients();
        return await clients.GetServices<IAccountIdentity>().Single(i => i.Provider == provider).GetAsync(StubProvider.Token(), Cancellation);
    }
}
