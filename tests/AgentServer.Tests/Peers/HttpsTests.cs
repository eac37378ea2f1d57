using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>The product over HTTPS, for the vendors' SDKs, which know no other, and an MCP client; none of them is changed.</summary>
public sealed class HttpsTests(HttpsProduct running) : IClassFixture<HttpsProduct>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auth0s_Googles_and_Microsofts_own_SDKs_work()
    {
        NodePeers.SkipWhereMissing();
        var (sandbox, tenant) = (running.Product.Sandbox, running.Product.Sandbox.Tenant);
        var web = tenant.AgentServerWebClient;
        using var process = NodePeers.StartScript("vendor-sdks.cjs", running.TrustedByNode);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new
        {
            domain = sandbox.Auth0Url.Authority,
            web = new { id = web.ClientId, secret = web.ClientSecret, callback = web.Callbacks[0] },
            api = new { id = tenant.AgentServerClient.ClientId, secret = tenant.AgentServerClient.ClientSecret, audience = running.Product.McpUrl },
            google = sandbox.GoogleUrl,
            graph = new Uri(sandbox.GraphUrl, "/"),
        }));

        var done = await TypeScriptSdkTests.PlayAsync(process, running.Ada, web.Callbacks[0]);

        var (auth0, graph, google) = (done.GetProperty("auth0"), done.GetProperty("graph"), done.GetProperty("google"));
        Assert.Equal(sandbox.Auth0Url.ToString(), auth0.GetProperty("issuer").GetString());
        Assert.Equal("ada@acme.example", auth0.GetProperty("email").GetString());
        Assert.Equal("invalid_token", auth0.GetProperty("refusedFor").GetString());
        Assert.Equal("invalid_grant", auth0.GetProperty("afterRevoke").GetString());
        Assert.StartsWith(new Uri(sandbox.GraphUrl, "/v1.0/me/messages?").ToString(), graph.GetProperty("nextLink").GetString(), StringComparison.Ordinal);
        Assert.Equal(7, graph.GetProperty("messages").GetInt32());
        Assert.Equal("[400,\"ErrorInvalidIdMalformed\"]", graph.GetProperty("refused").GetRawText());
        Assert.Equal((5, 6), (google.GetProperty("events").GetInt32(), google.GetProperty("messages").GetInt32()));
        Assert.Equal("[404,\"Requested entity was not found.\"]", google.GetProperty("refused").GetRawText());
        foreach (var subject in new[] { "By Microsoft", "By Google" })
            Assert.Single(sandbox.World.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages.Where(m => m.Content.Subject == subject).ToList()));
    }

    [Fact]
    public async Task An_MCP_client_logs_in_reads_steps_up_and_sends()
    {
        NodePeers.SkipWhereMissing();
        var chat = running.Product.Sandbox.Tenant.ChatClient;
        using var process = NodePeers.StartScript(
            "typescript-sdks.cjs", running.TrustedByNode, "client-2-newest", running.Product.McpUrl.ToString(), chat.ClientId, chat.Callbacks[0].ToString());

        var done = await TypeScriptSdkTests.PlayAsync(process, running.Ada, chat.Callbacks[0]);

        Assert.StartsWith("https://127.0.0.1:", done.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Equal("sent", done.GetProperty("sent").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Cookies_are_for_HTTPS_alone()
    {
        using var browser = running.Browser();
        foreach (var address in new[] { new Uri(running.Product.McpUrl, "./accounts"), running.Product.Sandbox.Auth0Url })
        {
            using var response = await browser.GetAsync(address, Cancelled);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
                Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        }

        await running.Ada.BrowseAsync(new Uri(running.Product.McpUrl, "./accounts"), Cancelled);
        Assert.Contains("__Host-", running.Ada.CookiesOf(running.Product.McpUrl), StringComparison.Ordinal);
        Assert.Equal("", running.Ada.CookiesOf(new UriBuilder(running.Product.McpUrl) { Scheme = "http", Port = running.Product.McpUrl.Port }.Uri));
    }

    [Fact]
    public async Task Who_does_not_trust_the_authority_is_let_down_and_not_let_in()
    {
        using var stranger = new HttpClient(new SocketsHttpHandler());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(running.Product.McpUrl, Cancelled));

        Assert.Equal(HttpRequestError.SecureConnectionError, refusal.HttpRequestError);
    }

    [Fact]
    public void The_authority_is_kept_and_its_key_is_its_owners_alone()
    {
        var again = LocalAuthority.Open(running.Folder);
        var key = Path.Combine(running.Folder, "authority.key");

        Assert.Equal(File.ReadAllText(running.Product.Sandbox.Authority!.CertificatePath), File.ReadAllText(again.CertificatePath));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    /// <summary>OpenSSL is the judge: what the authority's key signs for another name is worth nothing.</summary>
    [Fact]
    public void It_certifies_loopback_alone()
    {
        using var authority = X509Certificate2.CreateFromPemFile(running.Product.Sandbox.Authority!.CertificatePath, Path.Combine(running.Folder, "authority.key"));
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bank.example", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("bank.example");
        names.AddIpAddress(IPAddress.Parse("10.0.0.1"));
        request.CertificateExtensions.Add(names.Build());
        using var forged = request.Create(authority, authority.NotBefore, authority.NotBefore.AddDays(30), [1, 2, 3]);

        Assert.False(IsTrusted(forged));
        using var issued = running.Product.Sandbox.Authority!.Issue();
        Assert.True(IsTrusted(issued));

        bool IsTrusted(X509Certificate2 certificate)
        {
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            return chain.Build(certificate);
        }
    }
}

public sealed class HttpsProduct : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("token-vault-agent-authority-").FullName;

    public SandboxProduct Product { get; private set; } = null!;

    public Person Ada { get; private set; } = null!;

    public IReadOnlyDictionary<string, string> TrustedByNode => new Dictionary<string, string> { ["NODE_EXTRA_CA_CERTS"] = Product.Sandbox.Authority!.CertificatePath };

    public HttpClient Browser()
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false };
        Product.Sandbox.Authority!.Trust(sockets.SslOptions);
        return new HttpClient(sockets);
    }

    public async ValueTask InitializeAsync()
    {
        var options = new SandboxProductOptions { Sandbox = new SandboxOptions { Authority = LocalAuthority.Open(Folder) } };
        Product = await SandboxProduct.StartAsync(options, TestContext.Current.CancellationToken);
        Ada = Person.From(Product.Sandbox.Tenant.FindUser("ada@acme.example")!, Product.Sandbox.Clock, Product.Sandbox.Authority);
    }

    public async ValueTask DisposeAsync()
    {
        Ada.Dispose();
        await Product.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
