/** A title as a file name: `Rent, May 2026!` is `rent-may-2026`. */
export function slugOf(title) {
  let slug = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  slug = slug.toLowerCase();
  slug = slug.replace(/[^a-z0-9]+/g, "-");
  slug = slug.replace(/^-/, "");
  slug = slug.replace(/-$/, "");
  if (slug === "") {
    return "untitled";
  }
  return slug;
}

/** The slug itself, or with the first free number behind it. */
export function uniqueSlug(title, taken) {
  let slug = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  slug = slug.toLowerCase();
  slug = slug.replace(/[^a-z0-9]+/g, "-");
  slug = slug.replace(/^-/, "");
  slug = slug.replace(/-$/, "");
  if (slug === "") {
    slug = "untitled";
  }
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
