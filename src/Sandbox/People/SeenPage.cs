using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>A page that a person stands on.</summary>
public sealed record SeenPage(Uri Address, HttpStatusCode Status, string Heading, IHtmlDocument Document)
{
    /// <summary>What it says, without markup.</summary>
    public string Text => Document.QuerySelector("main")?.TextContent ?? "";

    /// <summary>Where it takes the browser by itself; null for one that stays.</summary>
    internal Uri? Refresh =>
        Document.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content")?.Split("url=") is [_, var address] ? new Uri(Address, address) : null;

    /// <summary>A page that comes again by itself waits for something elsewhere.</summary>
    internal bool Waits => Refresh == Address;

    /// <exception cref="PersonStuckException">There is none with these words.</exception>
    internal IHtmlButtonElement Button(string words) =>
        Document.QuerySelectorAll<IHtmlButtonElement>("form button").FirstOrDefault(b => b.TextContent.Trim() == words)
            ?? throw new PersonStuckException($"“{Heading}” has no button “{words}”.");
}

/// <summary>A person cannot go on: the message says on which page and why.</summary>
public sealed class PersonStuckException(string message) : Exception(message);
