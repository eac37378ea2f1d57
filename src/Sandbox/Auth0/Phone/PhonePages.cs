using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.Phone;

/// <summary>A phone with the tenant's app on it, as a page that only its holder can find.</summary>
internal static class PhonePages
{
    public static void MapPhone(this WebApplication app)
    {
        app.MapGet("/phone/{secret}", (string secret, HttpContext http, Tenant tenant, PhoneNotifications notifications, IAntiforgery antiforgery) =>
            tenant.FindUserByPhone(secret) is { } user ? Page(user, notifications, antiforgery.GetAndStoreTokens(http)) : Results.NotFound());
        app.MapPost("/phone/{secret}", AnswerAsync);
    }

    private static async Task<IResult> AnswerAsync(
        string secret, HttpContext http, Tenant tenant, PhoneNotifications notifications, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http) || tenant.FindUserByPhone(secret) is not { } user)
            return Pages.Error("This form did not come from this phone.");
        var form = await http.Request.ReadFormAsync();
        if (form["answer"].ToString() is "allow" or "deny")
            notifications.Answer(user.Sub, form["id"].ToString(), form["answer"] == "allow");
        return Results.Redirect($"/phone/{Uri.EscapeDataString(secret)}");
    }

    private static HtmlPage Page(TenantUser user, PhoneNotifications notifications, AntiforgeryTokenSet antiforgery)
    {
        var waiting = notifications.WaitingAt(user.Sub);
        var body = waiting.Count == 0 ? "<p>Nothing waits for you.</p>" : string.Concat(waiting.Select(n => Card(n, antiforgery)));
        return new HtmlPage($"{user.Name}’s phone", "Sandbox phone", body, "A sandbox phone on this machine.", StatusCodes.Status200OK);
    }

    private static string Card(PhoneNotification notification, AntiforgeryTokenSet antiforgery) =>
        $"""
        <section aria-label="Request of {Encode(notification.ClientName)}">
        <p><strong>{Encode(notification.ClientName)}</strong>: {Encode(notification.Message)}</p>
        {(notification.Details.Count == 0 ? "" : $"<ul>{string.Concat(notification.Details.Select(line => $"<li>{Encode(line)}</li>"))}</ul>")}
        <form method="post">
        <input type="hidden" name="id" value="{Encode(notification.Id)}">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken)}">
        <button type="submit" name="answer" value="allow">Allow</button>
        <button type="submit" name="answer" value="deny" class="quiet">Deny</button>
        </form>
        </section>
        """;

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
