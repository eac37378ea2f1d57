using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.World;

/// <summary>A world of one's own: <c>--world</c>.</summary>
public sealed class SeedFileTests : IDisposable
{
    private const string Account =
        """{"key":"ada-google","password":"p","provider":"Google","userId":"1","address":"ada.moreau@gmail.example","name":"Ada","zone":"Europe/Paris","calendars":[{"name":"c","primary":true,"events":[]}]}""";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task The_sandbox_runs_on_it_and_goes_back_to_it()
    {
        var seed = Read($$"""{"accounts":[{{Account}}],"mail":[{"id":"m","day":0,"at":"00:01","from":"Zoe <zoe@x.example>","to":["ada.moreau@gmail.example"],"subject":"Hello","text":["Hi"]}]}""");
        await using var host = await SandboxHost.StartAsync(new SandboxOptions { World = seed }, TestContext.Current.CancellationToken);
        host.World.Find("ada-google")!.Messages.Clear();
        using var http = new HttpClient(new SocketsHttpHandler());

        using var answer = await http.PostAsync(new Uri(host.ControlUrl, "reset"), null, TestContext.Current.CancellationToken);

        Assert.Equal("Hello", Assert.Single(Assert.Single(host.World.Read(all => all.ToList())).Messages).Content.Subject);
        // Ben's accounts, and Ada's at Microsoft, are not in this world.
        Assert.Equal("ada-google", Assert.Single(host.Tenant.Users.SelectMany(u => host.Tenant.ConnectedAccountsOf(u.Sub))).WorldKey);
    }

    [Fact]
    public void The_sandboxs_own_file_can_be_read_too() => Seed.Read(Path.Combine(Repository.Root, "src/Sandbox/World/Seed/world.json"));

    [Theory]
    [InlineData("""{"accounts":[]""", "line 1, $")]
    [InlineData("""{"accounts":[],"mails":[]}""", "$.mails: mails is no field that belongs there.")]
    [InlineData("""{"accounts":[]}""", "'mail' must be there.")]
    [InlineData("""{"accounts":[#],"mail":[]}""", "provider: its value is not one that belongs there.", "provider", "Yahoo")]
    [InlineData("""{"accounts":[#],"mail":[]}""", "account ada-google: Time zone Europe/Pari is unknown", "zone", "Europe/Pari")]
    [InlineData("""{"accounts":[#,#],"mail":[]}""", "two accounts have the key ada-google.")]
    [InlineData("""{"accounts":[#],"mail":[]}""", "account ada-google: one of its calendars must be primary, and one only.", "calendars", "[]")]
    [InlineData("""{"accounts":[#],"mail":[]}""", "account ada-google: event e: The value 25", "calendars", """[{"name":"c","primary":true,"events":[{"id":"e","day":1,"start":"25:00","end":"26:00"}]}]""")]
    [InlineData("""{"accounts":[#],"mail":[]}""", "event e: FREQ=NEVER is no rule", "calendars", """[{"name":"c","primary":true,"events":[{"id":"e","day":1,"start":"15:00","end":"16:00","rule":"FREQ=NEVER"}]}]""")]
    [InlineData("""{"accounts":[#],"mail":[{"id":"m","day":0,"at":"9","from":"x@x.example","to":[],"subject":""}]}""", "mail m: ")]
    [InlineData("""{"accounts":[#],"mail":[{"id":"m","day":0,"at":"09:00","from":"","to":[],"subject":""}]}""", "mail m: ")]
    [InlineData("""{"accounts":[#],"mail":[{"id":"m","day":0,"at":"09:00","from":"x@x.example","to":[],"subject":"","re":"n"}]}""", "mail m: re: no mail before it has the id n.")]
    public void A_wrong_file_is_told_in_a_sentence(string json, string says, string? member = null, string? value = null)
    {
        var account = JsonNode.Parse(Account)!.AsObject();
        if (member is not null)
            account[member] = value!.StartsWith('[') ? JsonNode.Parse(value) : value;

        var refused = Assert.Throws<SeedException>(() => Read(json.Replace("#", account.ToJsonString(), StringComparison.Ordinal)));

        Assert.StartsWith(_file, refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_too() =>
        Assert.StartsWith("nowhere.json: ", Assert.Throws<SeedException>(() => Seed.Read("nowhere.json")).Message, StringComparison.Ordinal);

    private Seed Read(string json)
    {
        File.WriteAllText(_file, json);
        return Seed.Read(_file);
    }
}
