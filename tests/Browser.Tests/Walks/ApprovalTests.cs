using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.TenantPages;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>A user decides on what their agent is about to do, with the settings as they come.</summary>
public sealed class ApprovalTests(Chromium chromium) : IAsyncLifetime
{
    private const string Approve = "Send this mail";
    private const string ApproveAndVerify = "Send this mail, and verify that it is you";
    private const string Deny = "Not like this: let my assistant change it";
    private const string Stop = "Stop asking for a while";
    private const string Report = "I did not ask for this";
    private const string Asks = "Send this mail to ben@acme.example?";

    private static readonly string[] Ben = ["Ben Okafor <ben@acme.example>"];

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private SandboxProduct _product = null!;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        Sandbox = new SandboxOptions { Clock = _clock },
        AgentServerSettings = new Dictionary<string, string?> { ["Consent:MaxWait"] = "00:00:00" },
        ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(_clock),
    });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_mail_is_approved_and_goes_out_once(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var mail = Mail("Figures of March");
        await OpenAsync(visitor, mail);
        await visitor.SeesAsync(Asks);
        await visitor.Tab.LookAsync("asked");

        await visitor.PressAsync(Approve);
        await visitor.SeesAsync("Approved");
        await visitor.Tab.LookAsync("approved");

        await visitor.Agent.CallAsync("mail_send_message", mail);
        await visitor.Agent.CallAsync("mail_send_message", mail);
        Assert.Equal(1, Arrived("Figures of March"));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_mail_that_is_not_approved_is_not_sent(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var mail = Mail("Denied");
        await OpenAsync(visitor, mail);

        await visitor.PressAsync(Deny);
        await visitor.SeesAsync("Not approved");
        await visitor.Tab.LookAsync("denied");

        Assert.Equal("approval_denied", Agent.Code(await visitor.Agent.FailAsync("mail_send_message", mail)));
        Assert.Equal(0, Arrived("Denied"));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_was_decided_is_shown_and_can_be_thought_over(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var mail = Mail("Second thoughts");
        await OpenAsync(visitor, mail);
        await visitor.PressAsync(Deny);
        await visitor.PressAsync("I have changed my mind: show it again");
        await visitor.PressAsync(Approve);
        await visitor.SeesAsync("Approved");
        await visitor.PressAsync("Take it back");
        await visitor.SeesAsync("Taken back");
        await visitor.Tab.LookAsync("taken-back");

        await visitor.OpenAsync(Agent.Link(await visitor.Agent.FailAsync("mail_send_message", mail)));
        await visitor.PressAsync(Approve);
        await visitor.Agent.CallAsync("mail_send_message", mail);
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("Sent");
        await visitor.Page.GetByText("What it was").ClickAsync();
        await Expect(visitor.Page.GetByText("Second thoughts")).ToBeVisibleAsync();
        await visitor.Tab.LookAsync("done");

        Assert.Equal(1, Arrived("Second thoughts"));
        await visitor.Agent.FailAsync("mail_send_message", new { account = "google", to = Ben, subject = "One more that waits", body = "Dear Ben" });
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your connected accounts");
        await visitor.Tab.LookAsync("accounts");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Who_is_not_to_be_asked_for_a_while_says_so_and_lifts_it(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await OpenAsync(visitor, Mail("Not now"));
        await visitor.PressAsync(Stop);
        await visitor.SeesAsync("You are not asked for a while");
        await visitor.Tab.LookAsync("stopped");
        Assert.Equal("approval_denied", Agent.Code(await visitor.Agent.FailAsync("mail_send_message", Mail("Another"))));

        await visitor.PressAsync("Let my assistant ask me again");
        await visitor.Tab.LookAsync("lifted");

        Assert.Equal("approval_required", Agent.Code(await visitor.Agent.FailAsync("mail_send_message", Mail("Another"))));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_mail_that_nobody_asked_for_is_reported(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await OpenAsync(visitor, Mail("Reported"));

        await visitor.PressAsync(Report);
        await visitor.SeesAsync("Reported");
        await visitor.Tab.LookAsync("reported");

        Assert.Equal("approval_denied", Agent.Code(await visitor.Agent.FailAsync("mail_send_message", Mail("Another"))));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_stale_verification_is_made_anew(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await OpenAsync(visitor, Mail("Stale"));
        await visitor.SeesAsync(Asks);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.Page.ReloadAsync();
        await visitor.Tab.LookAsync("stale");

        await visitor.PressAsync(ApproveAndVerify);
        await visitor.SeesAsync("Log in");
        await Expect(visitor.Page.GetByLabel("Email address")).ToHaveValueAsync(visitor.User.Email);
        await TenantLogin.LogInAsync(visitor.Page, visitor.User);
        await visitor.SeesAsync("Verify your identity");
        await visitor.GiveCodeAsync(_clock);

        await visitor.SeesAsync("Approved");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_login_without_a_second_factor_approves_nothing(Device device)
    {
        _product.Sandbox.Tenant.PostLoginActions = [];
        await using var visitor = await ComeAsync(device);
        await visitor.OpenAsync(Agent.Link(await visitor.Agent.FailAsync("mail_send_message", Mail("Unverified"))));
        await visitor.SeesAsync(Asks);

        await visitor.PressAsync(ApproveAndVerify);
        await visitor.SeesAsync("You could not be verified");
        await visitor.Tab.LookAsync("unverified");

        Assert.Equal("approval_required", Agent.Code(await visitor.Agent.FailAsync("mail_send_message", Mail("Unverified"))));
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Somebody_else_sees_nothing_of_it(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await using var other = await ComeAsync(device);
        var link = Agent.Link(await other.Agent.FailAsync("mail_send_message", Mail("Secret figures")));

        await OpenAsync(visitor, link);
        await visitor.SeesAsync("This link is for someone else");

        Assert.DoesNotContain("Secret figures", await visitor.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_link_that_has_expired_asks_nothing(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var link = Agent.Link(await visitor.Agent.FailAsync("mail_send_message", Mail("Late")));
        _clock.Advance(TimeSpan.FromMinutes(11));

        await visitor.OpenAsync(link);

        await visitor.SeesAsync("This link has expired");
        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_long_mail_to_many_is_shown_whole(Device device)
    {
        await using var visitor = await ComeAsync(device);
        string[] to = [.. Enumerable.Range(1, 30).Select(i => $"Colleague {i} <colleague.number{i}@{(i % 3 == 0 ? "partner" : "gmail")}.example>")];
        await OpenAsync(visitor, Mail("The minutes", string.Join('\n', Enumerable.Range(1, 200).Select(i => $"Line {i} of the minutes.")), to));

        await visitor.SeesAsync("Send this mail to 30 people?");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "It reaches 30 people, 10 outside your organisation" })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".people .tag")).ToHaveTextAsync([.. Enumerable.Repeat("Outside your organisation", 10)]);
        await visitor.FollowAsync("Go to the decision");
        await Expect(visitor.Page.Locator(".words")).ToContainTextAsync("Line 200 of the minutes.");
        await visitor.Tab.LookAsync("long");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_address_that_looks_like_ones_own_is_marked(Device device)
    {
        await using var visitor = await ComeAsync(device);
        await OpenAsync(visitor, Mail("Look-alike", to: ["Cho <cho.tanaka@gmail.example>", "Cho <cho.tanaka@grnail.example>", "ben@\u0430cme.example"]));

        await Expect(visitor.Page.GetByText("Looks like gmail.example, and is not")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Your own account")).ToBeVisibleAsync();
        await visitor.Tab.LookAsync("look-alike");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_mail_made_to_deceive_is_shown_for_what_it_is(Device device)
    {
        await using var visitor = await ComeAsync(device);
        var dialogs = 0;
        visitor.Page.Dialog += (_, _) => dialogs++;
        await OpenAsync(visitor, Mail(
            "Invoice \u202Efdp.exe <b>paid</b>",
            "Hello\u200B Ben,<script>alert(1)</script>\nall is well." + new string('\n', 300) + "P.S. Send the passwords to eve.\n" + new string('x', 400),
            ["\"Ben, your colleague\" <eve@evil.example>"]));

        await Expect(visitor.Page.Locator(".char")).ToHaveTextAsync(["U+202E", "U+200B", "300 empty lines"]);
        await Expect(visitor.Page.GetByText("eve@evil.example", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Send the passwords to eve.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("<script>alert(1)</script>")).ToBeVisibleAsync();
        await visitor.Tab.LookAsync("deceit");
        Assert.Equal(0, dialogs);
    }

    [Fact]
    public async Task A_mail_is_approved_by_keys_alone()
    {
        await using var visitor = await ComeAsync(Device.Desktop);
        await OpenAsync(visitor, Mail("By keys"));
        await visitor.SeesAsync(Asks);

        await Keys.TabToAsync(visitor, Approve, Deny, Stop, Report);
        for (var i = 0; i < 3; i++)
            await visitor.Page.Keyboard.PressAsync("Shift+Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.SeesAsync("Approved");
    }

    private async Task<Visitor> ComeAsync(Device device) => await Visitor.ComeAsync(chromium, _product, device, "cho-google");

    private async Task OpenAsync(Visitor visitor, object mail) =>
        await OpenAsync(visitor, Agent.Link(await visitor.Agent.FailAsync("mail_send_message", mail)));

    /// <summary>With the login and the code that the page asks for.</summary>
    private async Task OpenAsync(Visitor visitor, Uri link)
    {
        await visitor.OpenAsync(link);
        await visitor.SeesAsync("Verify your identity");
        await visitor.GiveCodeAsync(_clock);
    }

    private static object Mail(string subject, string body = "Dear Ben,\n\nhere they are.\n\nMaximiliana", string[]? to = null) =>
        new { account = "google", to = to ?? Ben, subject, body, idempotency_key = "key-1" };

    private int Arrived(string subject) => _product.Sandbox.World.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages
        .Count(m => m.Folder == MailFolder.Inbox && m.Content.Subject == subject));
}
