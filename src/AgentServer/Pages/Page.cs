using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using TokenVaultAgent.AgentServer.Pages.Views;

namespace TokenVaultAgent.AgentServer.Pages;

/// <summary>Server-rendered pages as results of endpoints.</summary>
internal static class Page
{
    public static IResult Of<TView>(object? parameters = null, int status = StatusCodes.Status200OK) where TView : IComponent =>
        new RazorComponentResult<TView>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>A page that only says something: that it went well, or why not.</summary>
    public static IResult Message(string heading, string text, int status = StatusCodes.Status200OK) =>
        Of<MessageView>(new { Heading = heading, Text = text, Mark = status < 400 ? Mark.Good : Mark.Notice }, status);

    /// <summary>Sends the browser to another site. Not by a redirect, which <c>form-action</c> would hold against a form's answer.</summary>
    /// <param name="address">Of that site, or of a page here that sends the browser there.</param>
    public static IResult Leave(string heading, Uri address) => Of<LeaveView>(new { Heading = heading, Address = address.ToString() });

    /// <summary>Nothing the user does can mend it.</summary>
    public static IResult Misconfigured() => Message(
        "This service is not set up rightly",
        "Auth0 does not accept this server itself, so that logging in again does not help. Nothing was lost. Tell whoever runs this service.", 502);
}
