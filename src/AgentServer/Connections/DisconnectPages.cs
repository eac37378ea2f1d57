using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Connections.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>Disconnecting an account, from the list of accounts or from an agent's link: always by the user's own confirmation here.</summary>
internal sealed class DisconnectPages(
    DecisionLinks links, AccountIndex index, AccountRegister register, MyAccountClient myAccount, PageAddresses addresses,
    FlowCookie<CheckedAccount> checks, IOptions<VaultOptions> vault, TimeProvider clock, ILogger<DisconnectPages> logger) : IPages
{
    private const string ByLink = "disconnect/{id}";
    private const string ByAccount = "accounts/{account:guid}/disconnect";

    public void Map(RouteGroupBuilder all)
    {
        var pages = all.WithMyAccountRefusals();
        pages.MapGet(ByLink, ShowLinkAsync);
        pages.MapPost(ByLink, DecideLinkAsync);
        pages.MapGet(ByLink + "/switch", (string id) => WebLogin.LogIn(PathOf(id), prompt: "login"));
        pages.MapGet(ByAccount, ShowAccountAsync);
        pages.MapPost(ByAccount, DecideAccountAsync);
    }

    private async Task<IResult> ShowLinkAsync(string id, WebUser? user, CancellationToken cancellationToken)
    {
        var (link, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        return link switch
        {
            { State: DecisionState.Granted } => Page.Message("Disconnected", "The account is disconnected. You can go back to your chat."),
            { State: DecisionState.Declined } => Page.Message("Still connected", "You kept the account. You can go back to your chat."),
            _ when !link!.IsOpen(clock.GetUtcNow()) => Page.Message(
                "This link has expired", "Links are good for some minutes only. Nothing has changed.", StatusCodes.Status410Gone),
            _ => await AccountOfAsync(link, user!, cancellationToken) is { } account
                ? await ConfirmAsync(account, user!, cancellationToken)
                : Page.Message("Not connected", "This account is not connected any more.", StatusCodes.Status410Gone),
        };
    }

    private async Task<IResult> DecideLinkAsync(string id, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        var (link, refusal) = await FindAsync(id, user, cancellationToken);
        if (refusal is not null)
            return refusal;
        if (!link!.IsOpen(clock.GetUtcNow()) || await AccountOfAsync(link, user!, cancellationToken) is not { } account)
            return Results.Redirect(PathOf(id));

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var agrees = form["decision"] == "disconnect";
        if (agrees && !await DisconnectAsync(user!, account, form, cancellationToken))
            return Results.Redirect(PathOf(id));
        await links.DecideAsync(link, agrees ? DecisionState.Granted : DecisionState.Declined, null, cancellationToken);
        return Results.Redirect(PathOf(id));
    }

    private async Task<IResult> ShowAccountAsync(Guid account, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        if (user is null)
            return WebLogin.LogIn(http.Request.Path);
        return await AccountOfAsync(a => a.Id == account, user, cancellationToken) is { } found ? await ConfirmAsync(found, user, cancellationToken) : NoSuchAccount();
    }

    private async Task<IResult> DecideAccountAsync(Guid account, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        if (user is null)
            return WebLogin.LogIn(http.Request.Path);
        if (await AccountOfAsync(a => a.Id == account, user, cancellationToken) is not { } found)
            return NoSuchAccount();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form["decision"] == "disconnect")
        {
            if (!await DisconnectAsync(user, found, form, cancellationToken))
                return Results.Redirect(http.Request.Path);
            checks.Begin(http.Response, new CheckedAccount(user.Session, null, true, $"{found.Address ?? "The account"} is disconnected."));
        }

        return Results.Redirect(addresses.Accounts.AbsolutePath);
    }

    /// <returns>False where others would go with it than the user was shown: nothing was done, and they are to be shown those.</returns>
    private async Task<bool> DisconnectAsync(WebUser user, IndexedAccount account, IFormCollection form, CancellationToken cancellationToken)
    {
        var together = IndistinctAccounts.With(account, await index.OfAsync(user.Owner, cancellationToken));
        if (together.Count > 1 && form["shown"] != Named(together))
            return false;
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        await register.RemoveAsync(user.Caller, token, account, cancellationToken);
        ConnectionsLog.Disconnected(logger, account.Connection);
        return true;
    }

    private static string Named(IEnumerable<IndexedAccount> together) => string.Join(' ', together.Select(a => a.Id).Order());

    private Task<(DecisionLink? Link, IResult? Refusal)> FindAsync(string id, WebUser? user, CancellationToken cancellationToken) =>
        LinkAdmission.FindAsync(links, id, DecisionKind.Disconnect, user, PathOf(id), cancellationToken);

    private Task<IndexedAccount?> AccountOfAsync(DecisionLink link, WebUser user, CancellationToken cancellationToken) =>
        AccountOfAsync(a => a.Connection == link.Connection && a.Address == link.Address, user, cancellationToken);

    /// <summary>What Token Vault has may not be in the index yet: it is brought up to date first.</summary>
    private async Task<IndexedAccount?> AccountOfAsync(Func<IndexedAccount, bool> isMeant, WebUser user, CancellationToken cancellationToken)
    {
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        return (await register.ReconcileAsync(user.Caller, token, cancellationToken)).FirstOrDefault(isMeant);
    }

    private async Task<IResult> ConfirmAsync(IndexedAccount account, WebUser user, CancellationToken cancellationToken)
    {
        var together = IndistinctAccounts.With(account, await index.OfAsync(user.Owner, cancellationToken));
        return Page.Of<DisconnectView>(new
        {
            Name = account.Address ?? account.Connection,
            Shown = Named(together),
            Provider = vault.Value.Connections.FirstOrDefault(c => c.Name == account.Connection)?.Provider?.ToString(),
            Others = together.Count(a => a.VaultAccountId is not null) - 1,
            OtherAddresses = together.Select(a => a.Address).OfType<string>().Where(a => a != account.Address).ToList(),
        });
    }

    private static IResult NoSuchAccount() => Page.Message("No such account", "This account is not among yours, or is not connected any more.", 404);

    private string PathOf(string id) => $"{addresses.Root.AbsolutePath}disconnect/{id}";
}
