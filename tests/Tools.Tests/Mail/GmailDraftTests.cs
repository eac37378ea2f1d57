using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1;
using TokenVaultAgent.Tools.Tests.Providers;

namespace TokenVaultAgent.Tools.Tests.Mail;

/// <summary>Where a mail is, while Gmail's search does not know it yet.</summary>
public sealed class GmailDraftTests
{
    [Theory]
    [InlineData(StatusCodes.Status200OK, true)]
    [InlineData(StatusCodes.Status404NotFound, false)]
    public async Task A_draft_is_asked_for_by_its_id(int status, bool isDraft)
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            var isGet = context.Request.Path.Value!.EndsWith("/drafts/r1", StringComparison.Ordinal);
            context.Response.StatusCode = isGet ? status : StatusCodes.Status200OK;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(isGet ? """{"id":"r1"}""" : "{}");
        });
        await using var clients = stub.Clients();
        var gmail = new GmailProvider(new GmailService(clients.GetRequiredService<GoogleServiceFactory>().Initializer(stub.Url, "gmail/v1/")));

        var found = await gmail.LocateAsync(StubProvider.Token(), "r1", "<1@acme.example>", TestContext.Current.CancellationToken);

        Assert.Equal(new MailWhereabouts(isDraft, null), found);
    }
}
