using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The tenant's pages.</summary>
internal static class Pages
{
    private const string CodeField =
        """
        <label for="code">One-time code</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required autofocus>
        <button type="submit">Continue</button>
        """;

    public static IResult Step(Step step, Transaction transaction, AntiforgeryTokenSet antiforgery, string? fault = null, string? typedName = null)
    {
        var request = transaction.Request;
        return step switch
        {
            Auth0.Step.Login => Page("Log in", Form(step, antiforgery, transaction, fault,
                $"<p>to continue to <strong>{Encode(request.Client.Name)}</strong></p>",
                $"""
                <label for="username">Email address</label>
                <input id="username" name="username" type="email" autocomplete="username" required autofocus value="{Encode(string.IsNullOrEmpty(typedName) ? request.LoginHint : typedName)}">
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <button type="submit">Continue</button>
                """)),
            Auth0.Step.Mfa => Page("Verify your identity", Form(step, antiforgery, transaction, fault,
                "<p>Enter the code that your authenticator app shows.</p>", CodeField)),
            Auth0.Step.Enrolment => Page("Secure your account", Form(step, antiforgery, transaction, fault, Enrolment(transaction), CodeField)),
            _ => Page("Authorize app", Form(step, antiforgery, transaction, fault,
                $"<p><strong>{Encode(request.Client.Name)}</strong>{ThirdParty(request)} asks for access to <strong>{Encode(request.Api?.Name ?? "your profile")}</strong>:</p><ul>{Scopes(transaction)}</ul>",
                """
                <button type="submit" name="decision" value="accept">Accept</button>
                <button type="submit" name="decision" value="decline" class="quiet">Decline</button>
                """)),
        };
    }

    public static IResult Error(string message) => Page("Oops, something went wrong", $"<p>{Encode(message)}</p>", StatusCodes.Status400BadRequest);

    /// <summary>The secret is made once, so that a reload shows the same.</summary>
    private static string Enrolment(Transaction transaction)
    {
        transaction.NewTotpSecret ??= MfaSteps.NewTotpSecret();
        return $"<p>Add this key to an authenticator app, then enter the code that it shows.</p><p><code id=\"secret\">{transaction.NewTotpSecret}</code></p>";
    }

    private static string Form(Step step, AntiforgeryTokenSet antiforgery, Transaction transaction, string? fault, string intro, string fields) =>
        $"""
        {intro}
        {(fault is null ? "" : $"<p role=\"alert\">{Encode(fault)}</p>")}
        <form method="post" action="{step.Path()}">
        <input type="hidden" name="state" value="{Encode(transaction.Id)}">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken)}">
        {fields}
        </form>
        """;

    private static string ThirdParty(AuthorizationRequest request) => request.Client.IsFirstParty
        ? ""
        : $" <span class=\"note\">(a third-party application, {Encode(request.Client.ExternalClientId?.Host ?? "registered by the administrator")})</span>";

    private static string Scopes(Transaction transaction) =>
        string.Concat((transaction.Actions?.TargetScopes ?? transaction.Request.Scopes).Select(scope => $"<li><code>{Encode(scope)}</code></li>"));

    private static HtmlPage Page(string heading, string body, int status = StatusCodes.Status200OK) =>
        new(heading, "Sandbox tenant", body, "A sandbox tenant on this machine.", status);

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
