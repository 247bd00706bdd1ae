export const total = (items) =>
  items.reduce((sum, item) => sum + (item.price ?? 0), 0);

export default class Cart {
  get size() {
    return this.items?.length || 0;
  }
}
