// The provider's answer came behind "#", which the browser does not send: it is sent as a query, and leaves the address bar.
if (location.hash.length > 1) location.replace(location.pathname + "?" + location.hash.slice(1));
