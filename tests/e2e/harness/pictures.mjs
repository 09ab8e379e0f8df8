// Pictures that an office sends: drawn by the browser itself.

/** A PNG of these pixels, with a few shapes, and nobody to be known. */
export async function drawn(browser, { width, height }) {
  const page = await browser.newPage({ viewport: { width, height } });
  try {
    await page.setContent(
      `<body style="margin:0;background:linear-gradient(160deg,#a8431f,#fdf0d3 60%,#0b5c4b)">
         <p style="font:700 90px serif;color:#fff;margin:60px">Noche de guitarras</p>`,
    );
    return await page.screenshot();
  } finally {
    await page.close();
  }
}
