using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using MimeKit;
using TokenVaultAgent.AgentServer.Approvals.Views;
using TokenVaultAgent.AgentServer.Connections.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>
/// Connecting an account: the link's own page, the way to the provider and back, and what came of it. Each step checks anew that the
/// one who is logged in is the one whom the link was made for.
/// </summary>
internal sealed class ConnectPages(
    DecisionLinks links, AccountIndex index, AccountRegister register, MyAccountClient myAccount, FlowCookie<ConnectFlow> flows, PageAddresses addresses,
    ToolPolicies policies, IOptions<VaultOptions> vault, TimeProvider clock, ILogger<ConnectPages> logger) : IPages
{
    private const string Connect = "connect/{id}";

    public void Map(RouteGroupBuilder all)
    {
        var pages = all.WithMyAccountRefusals();
        pages.MapGet("connect/callback", CompleteAsync);
        pages.MapGet(Connect, ShowAsync);
        pages.MapPost(Connect, DecideAsync);
        pages.MapPost(Connect + "/again", AgainAsync);
        pages.MapGet(Connect + "/switch", (string id) => WebLogin.LogIn(PathOf(id), prompt: "login"));
    }

    private async Task<IResult> ShowAsync(string id, WebUser? user, CancellationToken cancellationToken)
    {
        var (link, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        return link switch
        {
            { State: DecisionState.Granted } => await GrantedAsync(link, cancellationToken),
            { State: DecisionState.Declined } => AskAgain(
                link, "Not connected", "You declined, and nothing was granted. Your assistant has been told. You can close this page and go back to your chat.",
                "I have changed my mind", StatusCodes.Status200OK),
            _ when !link!.IsOpen(clock.GetUtcNow()) => AskAgain(
                link!, "This link has expired", "Links are good for some minutes only, and nothing has changed. You can go on here, or go back to your chat and ask again.",
                "Go on", StatusCodes.Status410Gone),
            _ => await AskAsync(link, user!, cancellationToken),
        };
    }

    private async Task<IResult> DecideAsync(string id, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        var (link, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        if (!link!.IsOpen(clock.GetUtcNow()))
            return Results.Redirect(PathOf(id));

        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form["decision"] == "decline")
        {
            await links.DecideAsync(link, DecisionState.Declined, null, cancellationToken);
            return Results.Redirect(PathOf(id));
        }

        // What the user saw is what is asked for; a call that needs more may have widened the link meanwhile.
        if (Choices(link).Find(c => c.Name == form["decision"]) is not { } connection || form["access"] != link.Access)
            return Results.Redirect(PathOf(id));
        var account = await AccountOfAsync(link, connection, cancellationToken);
        var hint = link.Address ?? (form["address"].ToString().Trim() is { Length: > 0 } typed ? typed.ToLowerInvariant() : null);
        if (hint is not null && !(MailboxAddress.TryParse(hint, out var mailbox) && mailbox.Address == hint))
            return await AskAsync(link, user!, cancellationToken, hint, "This is not an e-mail address.");
        return await BeginAsync(http, link, user!, connection, account, hint, cancellationToken);
    }

    private async Task<IResult> BeginAsync(
        HttpContext http, DecisionLink link, WebUser user, VaultConnection connection, IndexedAccount? account, string? hint, CancellationToken cancellationToken)
    {
        var (state, verifier) = (NewSecret(), NewSecret());
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        var (address, authSession) = await myAccount.ConnectAsync(token, new ConnectRequest(
            connection.Name,
            addresses.ConnectCallback.ToString(),
            state,
            WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            "S256",
            Access.Scopes(link, connection.Provider!.Value, account),
            hint is null ? null : new AuthorizationParams(hint)), cancellationToken);
        await links.ProlongAsync(link, FlowCookie<ConnectFlow>.Lifetime, cancellationToken);
        flows.Begin(http.Response, new ConnectFlow(link.Id, user.Owner, connection.Name, state, verifier, authSession, hint));
        return Page.Leave($"Taking you to {connection.Provider}", address);
    }

    /// <summary>Back from the provider.</summary>
    private async Task<IResult> CompleteAsync(WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        var query = http.Request.Query;
        // The SDKs read the answer from the query; a sentence of the documentation has it in the fragment, which only a script can see.
        if (!query.ContainsKey("connect_code") && !query.ContainsKey("error"))
            return Page.Of<FragmentView>();
        if (flows.Take(http, flow => IsSame(flow.State, query["state"])) is not { } flow)
            return Page.Message("Start again", "This answer does not belong to what was begun in this browser, or it came too late. Nothing has changed. Open the link again.", 400);

        var (link, refusal) = await FindAsync(flow.LinkId, user, cancellationToken);
        if (refusal is not null || flow.Owner != user!.Owner)
            return refusal ?? LinkAdmission.WrongPerson(user!, PathOf(flow.LinkId));
        if (!link!.IsOpen(clock.GetUtcNow()))
            return Results.Redirect(PathOf(flow.LinkId));
        if (query["connect_code"] is not [{ Length: > 0 } code])
        {
            // No other error is a decision by the user: the link stays open.
            if (query["error"] != "access_denied")
                return Page.Message("That did not work", "The provider or Auth0 could not go on. Nothing has changed: open the link again in a minute.", 502);
            await links.DecideAsync(link, DecisionState.Declined, null, cancellationToken);
            return Results.Redirect(PathOf(flow.LinkId));
        }

        var token = await myAccount.GetTokenAsync(user!.Caller.SubjectToken, cancellationToken);
        var complete = new CompleteRequest(flow.AuthSession, code, addresses.ConnectCallback.ToString(), flow.Verifier);
        var account = await register.ConnectAsync(user.Caller, token, flow.Connection, complete, flow.Hint, cancellationToken);
        await links.DecideAsync(link, DecisionState.Granted, account.Id, cancellationToken);
        ConnectionsLog.Connected(logger, flow.Connection);
        return Results.Redirect(PathOf(flow.LinkId));
    }

    /// <summary>The user declined and has changed their mind, or came too late: a new link for the same question.</summary>
    private async Task<IResult> AgainAsync(string id, WebUser? user, CancellationToken cancellationToken)
    {
        var (link, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        var again = await links.OpenAsync(
            link!.Owner, new DecisionNeeded(link.Kind, link.Provider, link.Connection, link.Address, link.AccessNames) { AskedBy = link.AskedBy }, cancellationToken);
        return Results.Redirect(PathOf(again.Id));
    }

    private Task<(DecisionLink? Link, IResult? Refusal)> FindAsync(string id, WebUser? user, CancellationToken cancellationToken) =>
        LinkAdmission.FindAsync(links, id, DecisionKind.Connect, user, PathOf(id), cancellationToken);

    private async Task<IResult> AskAsync(DecisionLink link, WebUser user, CancellationToken cancellationToken, string? typed = null, string? fault = null)
    {
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        var indexed = await register.ReconcileAsync(user.Caller, token, cancellationToken);
        var choices = Choices(link);
        var account = choices is [var only] ? await AccountOfAsync(link, only, cancellationToken) : null;
        return Page.Of<ConnectView>(new
        {
            Model = new ConnectModel(
                account is not null ? $"Grant more on your {choices[0].Provider} account"
                    : choices is [var one] ? $"Connect your {one.Provider} account"
                    : "Connect an account",
                user.Email, link.Address, account is not null, Access.Lines(link, choices[0].Provider!.Value, account), link.Access,
                AsksAddress: link.Address is null && indexed.Any(a => choices.Exists(c => c.Name == a.Connection)),
                choices.ConvertAll(choice => new Choice(choice.Name, $"Continue with {choice.Provider}")),
                link.AskedBy is null ? null : AskerModel.Of(link.AskedBy),
                string.Join(" or ", choices.Select(c => c.Provider).Distinct()),
                link.AccessNames.Contains(ProviderScopes.SendMail.Name) && policies.Of(MailAction.Tool).NeedsApproval,
                typed, fault),
        }, fault is null ? 200 : 400);
    }

    private async Task<IResult> GrantedAsync(DecisionLink link, CancellationToken cancellationToken)
    {
        var account = link.AccountId is { } id ? await index.FindAsync(link.Owner, id, cancellationToken) : null;
        return account is null
            ? Page.Message("This link has been used", "What it asked for was granted. The account has been disconnected since.", StatusCodes.Status410Gone)
            : Page.Of<GrantedView>(new { Model = Granted(link, account) });
    }

    private GrantedModel Granted(DecisionLink link, IndexedAccount account)
    {
        var provider = vault.Value.Connections.Single(c => c.Name == account.Connection).Provider!.Value;
        var granted = Access.Granted(provider, account);
        return new GrantedModel(
            account.Id, account.Connection, account.Address, provider.ToString(), link.Address != account.Address ? link.Address : null,
            [.. granted.Select(s => s.Title)], [.. Access.Asked(link).Except(granted).Select(s => s.Title)], addresses.Accounts.AbsolutePath);
    }

    private async Task<IndexedAccount?> AccountOfAsync(DecisionLink link, VaultConnection connection, CancellationToken cancellationToken) =>
        link.Address is null ? null : (await index.OfAsync(link.Owner, cancellationToken))
            .FirstOrDefault(a => a.Connection == connection.Name && a.Address == link.Address);

    private List<VaultConnection> Choices(DecisionLink link) =>
    [
        .. vault.Value.Connections
            .Where(c => (link.Provider is null || c.Provider == link.Provider) && (link.Connection is null || c.Name == link.Connection))
            .DistinctBy(c => c.Provider),
    ];

    private IResult AskAgain(DecisionLink link, string heading, string text, string button, int status) =>
        Page.Of<AskAgainView>(new { Heading = heading, Text = text, Button = button, Again = PathOf(link.Id) + "/again" }, status);

    private string PathOf(string id) => $"{addresses.Root.AbsolutePath}connect/{id}";

    private static string NewSecret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private static bool IsSame(string secret, string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(given ?? ""));
}
