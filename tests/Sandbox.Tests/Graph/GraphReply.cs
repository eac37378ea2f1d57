using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

internal sealed record GraphReply(HttpStatusCode Status, JsonObject? Json, HttpResponseHeaders Headers, string Text)
{
    public string? Code => (string?)Json?["error"]?["code"];

    public string? Message => (string?)Json?["error"]?["message"];

    public string Id => (string)Json!["id"]!;

    public void Refuses(HttpStatusCode status, string code)
    {
        Assert.True(Status == status, $"{(int)Status} {Text}");
        Assert.Equal(code, Code);
    }
}
