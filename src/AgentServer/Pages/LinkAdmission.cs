using TokenVaultAgent.AgentServer.Pages.Views;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>Who may have a link: the one whom it was made for, logged in to the organization that it was made in.</summary>
internal static class LinkAdmission
{
    /// <summary>The link, or the page that says why this visitor cannot have it.</summary>
    /// <param name="page">The link's own.</param>
    public static async Task<(DecisionLink? Link, IResult? Refusal)> FindAsync(
        DecisionLinks links, string id, DecisionKind kind, WebUser? user, string page, CancellationToken cancellationToken)
    {
        var link = await links.FindAsync(id, cancellationToken);
        if (link is null || link.Kind != kind)
            return (null, NotValid());
        return Refuse(link, user, page) is { } refusal ? (null, refusal) : (link, null);
    }

    /// <summary>Null where the visitor may have it; else the way there, or the page that says why not.</summary>
    public static IResult? Refuse(DecisionLink link, WebUser? user, string page, TimeSpan? mfaWithin = null)
    {
        var organization = Caller.OrganizationOf(link.Owner);
        if (user is null)
            return WebLogin.LogIn(page, mfaWithin: mfaWithin, organization: organization);
        if (link.Owner == user.Owner)
            return null;
        var isSamePerson = (user.Caller with { Organization = organization }).Owner == link.Owner;
        return isSamePerson
            ? WebLogin.LogIn(page, mfaWithin: mfaWithin, organization: organization ?? WebLogin.NoOrganization)
            : WrongPerson(user, page);
    }

    public static IResult NotValid() =>
        Page.Message("This link is not valid", "Check that you have copied all of it, or go back to your chat and ask again.", 404);

    public static IResult WrongPerson(WebUser user, string page) =>
        Page.Of<WrongPersonView>(new { Visitor = user.Email, Switch = page + "/switch" }, StatusCodes.Status403Forbidden);
}
